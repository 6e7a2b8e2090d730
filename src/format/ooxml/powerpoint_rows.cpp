// PresentationML (ISO 29500-1, 19): elements and attributes that a presentation keeps, and what some of them are.
// Not here, so removed and reported: what belongs to editing (guides, views, numbers of shapes) and to other programs.
#include "format/ooxml/rows.hpp"

namespace scrub::engine::ooxml {
namespace {

#define COLOUR_MAP "bg1=w tx1=w bg2=w tx2=w accent1=w accent2=w accent3=w accent4=w accent5=w accent6=w hlink=w folHlink=w"
#define SIDE "dir=w"

constexpr ElementRow kSlides[] = {
    {"a14:m", "^a:p"},
    {"p:bg", "bwMode=w"}, {"p:bgPr", "shadeToTitle=b"}, {"p:bgRef", "idx=n"}, {"p:blipFill", "dpi=n rotWithShape=b"}, {"p:bodyStyle"}, {"p:browse", "showScrollbar=b"},
    {"p:cNvCxnSpPr"}, {"p:cNvGraphicFramePr"}, {"p:cNvGrpSpPr"}, {"p:cNvPicPr", "preferRelativeResize=b"}, {"p:cNvPr", "id=@ hidden=b name=@"}, {"p:cNvSpPr", "txBox=b"}, {"p:cSld", "name=@"},
    {"p:clrMap", COLOUR_MAP}, {"p:clrMapOvr"}, {"p:cm", "authorId=n idx=n"}, {"p:cmAuthor", "id=n lastIdx=n clrIdx=n"}, {"p:cmAuthorLst"}, {"p:cmLst"}, {"p:cxnSp"}, {"p:defaultTextStyle"},
    {"p:graphicFrame", "bwMode=w"}, {"p:grpSp"}, {"p:grpSpPr", "bwMode=w"}, {"p:hf", "sldNum=b hdr=b ftr=b dt=b"}, {"p:kiosk", "restart=n"}, {"p:notes", "showMasterSp=b showMasterPhAnim=b"}, {"p:notesMaster"}, {"p:notesMasterId", "r:id=@ !"}, {"p:notesMasterIdLst"},
    {"p:notesStyle"}, {"p:notesSz", "cx=n cy=n"}, {"p:nvCxnSpPr"}, {"p:nvGraphicFramePr"}, {"p:nvGrpSpPr"}, {"p:nvPicPr"}, {"p:nvPr", "isPhoto=b userDrawn=b"}, {"p:nvSpPr"}, {"p:otherStyle"},
    {"p:ph", "type=w orient=w sz=w idx=n hasCustomPrompt=b"}, {"p:pic"}, {"p:pos", "x=n y=n"}, {"p:present"}, {"p:presentation", "firstSlideNum=n showSpecialPlsOnTitleSld=b rtl=b strictFirstAndLastChars=b compatMode=b"}, {"p:presentationPr"},
    {"p:showPr", "loop=b showNarration=b showAnimation=b useTimings=b"}, {"p:sld", "showMasterSp=b showMasterPhAnim=b show=b"}, {"p:sldAll"}, {"p:sldId", "id=@ r:id=@ !"}, {"p:sldIdLst"}, {"p:sldLayout", "type=w showMasterSp=b showMasterPhAnim=b preserve=b userDrawn=b"}, {"p:sldLayoutId", "id=@ r:id=@ !"}, {"p:sldLayoutIdLst"},
    {"p:sldMaster", "preserve=b"}, {"p:sldMasterId", "id=@ r:id=@ !"}, {"p:sldMasterIdLst"}, {"p:sldSz", "cx=n cy=n type=w"}, {"p:sp", "useBgFill=b"}, {"p:spPr", "bwMode=w"}, {"p:spTree"}, {"p:style"}, {"p:text", "#=s ^p:cm"}, {"p:titleStyle"}, {"p:txBody"}, {"p:txStyles"}, {"p:xfrm", "rot=n flipH=b flipV=b"},
};

constexpr ElementRow kTransitions[] = {
    {"p:blinds", SIDE}, {"p:checker", SIDE}, {"p:circle"}, {"p:comb", SIDE}, {"p:cover", SIDE}, {"p:cut", "thruBlk=b"}, {"p:diamond"}, {"p:dissolve"}, {"p:fade", "thruBlk=b"}, {"p:newsflash"}, {"p:plus"}, {"p:pull", SIDE}, {"p:push", SIDE}, {"p:random"}, {"p:randomBar", SIDE},
    {"p:split", "orient=w dir=w"}, {"p:strips", SIDE}, {"p:transition", "spd=w advClick=b advTm=n"}, {"p:wedge"}, {"p:wheel", "spokes=n"}, {"p:wipe", SIDE}, {"p:zoom", SIDE},
};

constexpr ElementRow kAnimations[] = {
    {"a:chart", "seriesIdx=n categoryIdx=n bldStep=w ^p:graphicEl"},
    {"p:anim", "by=l from=l to=l calcmode=w valueType=w"}, {"p:animClr", "clrSpc=w dir=w"}, {"p:animEffect", "transition=w filter=l"}, {"p:animMotion", "origin=w path=l pathEditMode=w rAng=n ptsTypes=@"}, {"p:animRot", "by=n from=n to=n"}, {"p:animScale", "zoomContents=b"}, {"p:attrName", "#=w"}, {"p:attrNameLst"},
    {"p:bldAsOne", "^p:bldGraphic"}, {"p:bldGraphic", "spid=@ grpId=n uiExpand=b"}, {"p:bldLst"}, {"p:bldOleChart", "spid=@ grpId=n uiExpand=b bld=w animBg=b"}, {"p:bldP", "spid=@ grpId=n uiExpand=b build=w bldLvl=n animBg=b autoUpdateAnimBg=b rev=b advAuto=l"}, {"p:bldSub"}, {"p:boolVal", "val=b"}, {"p:by", "x=n y=n"},
    {"p:cBhvr", "additive=w accumulate=w xfrmType=w override=w"}, {"p:cTn", "id=@ presetID=n presetClass=w presetSubtype=n dur=l repeatCount=l repeatDur=l spd=n accel=n decel=n autoRev=b restart=w fill=w syncBehavior=w tmFilter=l evtFilter=w display=b masterRel=w bldLvl=n grpId=n afterEffect=b nodeType=w nodePh=b"}, {"p:charRg", "st=n end=n"}, {"p:childTnLst"}, {"p:clrVal"},
    {"p:cond", "evt=w delay=l"}, {"p:endCondLst"}, {"p:endSync", "evt=w delay=l"}, {"p:excl"}, {"p:fltVal", "val=n"}, {"p:from", "x=n y=n"}, {"p:graphicEl"}, {"p:hsl", "h=n s=n l=n"}, {"p:intVal", "val=n"}, {"p:iterate", "type=w backwards=b"}, {"p:nextCondLst"}, {"p:pRg", "st=n end=n"}, {"p:par"}, {"p:prevCondLst"}, {"p:progress"},
    {"p:rCtr", "x=n y=n"}, {"p:rgb", "r=n g=n b=n"}, {"p:rtn", "val=w"}, {"p:seq", "concurrent=b prevAc=w nextAc=w"}, {"p:set"}, {"p:sldTgt"}, {"p:spTgt", "spid=@"}, {"p:stCondLst"}, {"p:strVal", "val=l"}, {"p:subSp", "spid=@"}, {"p:subTnLst"}, {"p:tav", "tm=l fmla=l"}, {"p:tavLst"}, {"p:tgtEl"}, {"p:timing"}, {"p:tmAbs", "val=l"}, {"p:tmPct", "val=n"},
    {"p:tmpl", "lvl=n"}, {"p:tmplLst"}, {"p:tn", "val=@"}, {"p:tnLst"}, {"p:to", "x=n y=n"}, {"p:txEl"}, {"p:val"},
};

constexpr Rule kElements[] = {
    {"p:clrMru", "PP-PROP", Kind::software, "colours that the editor used last"},
    {"p:contentPart", "OX-INK", Kind::hidden_content, "handwriting with its times"},
    {"p:custDataLst", "PP-TAG", Kind::metadata, "data of add-ins"},
    {"p:custShow", "PP-HID", Kind::hidden_content, "the custom show that runs"},
    {"p:custShowLst", "PP-HID", Kind::hidden_content, "custom shows: choices of slides, with names"},
    {"p:embeddedFontLst", "OX-FONT", Kind::embedded_file, "embedded fonts"},
    {"p:extLst", "OX-ID", Kind::identifier, "extensions: numbers of shapes and slides, guides, editing data of later versions"},
    {"p:handoutMasterIdLst", "PP-NOTE", Kind::hidden_content, "layout of handouts"},
    {"p:htmlPubPr", "PP-PROP", Kind::path, "where the presentation was published"},
    {"p:kinsoku", "PP-PROP", Kind::software, "line breaking of the editor"},
    {"p:modifyVerifier", "PP-PROP", Kind::identifier, "hash of a password"},
    {"p:penClr", "PP-PROP", Kind::software, "colour of the presenter's pen"},
    {"p:photoAlbum", "PP-PROP", Kind::software, "settings of a photo album"},
    {"p:prnPr", "PP-PROP", Kind::software, "print settings"},
    {"p:sldRg", "PP-PROP", Kind::software, "numbers of the slides that run"},
    {"p:smartTags", "PP-PROP", Kind::metadata, "smart tags"},
    {"p:sndAc", "PP-MEDIA", Kind::embedded_file, "sound of a transition"},
    {"p:webPr", "PP-PROP", Kind::software, "settings for web pages"},
};

constexpr Rule kAttributes[] = {
    {"p:cm@dt", "PP-CMT", Kind::timestamp, "when the comment was made"},
    {"p:cmAuthor@initials", "PP-CMT", Kind::author, "initials of a reviewer"},
    {"p:cmAuthor@name", "PP-CMT", Kind::author, "a reviewer"},
    {"p:cNvPr@descr", "OX-ALT", Kind::metadata, "description of a picture: often its file name or address"},
    {"p:cNvPr@title", "OX-ALT", Kind::metadata, "title of a picture"},
    {"p:presentation@autoCompressPictures", "PP-PROP", Kind::software, "setting of the editor"},
    {"p:presentation@bookmarkIdSeed", "PP-PROP", Kind::identifier, "number of the next bookmark"},
    {"p:presentation@conformance", "PP-PROP", Kind::software, "class of the file; written anew as transitional"},
    {"p:presentation@embedTrueTypeFonts", "PP-PROP", Kind::software, "setting of the editor"},
    {"p:presentation@removePersonalInfoOnSave", "PP-PROP", Kind::software, "setting of the editor"},
    {"p:presentation@saveSubsetFonts", "PP-PROP", Kind::software, "setting of the editor"},
    {"p:presentation@serverZoom", "PP-PROP", Kind::software, "setting of the editor"},
    {"p:sldLayout@matchingName", "OX-THEME", Kind::metadata, "name of a layout"},
    {"p:sp@modelId", "OX-ID", Kind::identifier, "number of a point of a diagram"},
};

// Values of PresentationML that no other part has.
constexpr Literal kWords[] = {
    "acos", "across", "afterEffect", "afterGroup", "allAtOnce", "allPts", "always", "asOne", "asin", "atan", "barn", "blinds", "bold", "cancelBubble", "canSlip", "category", "categoryEl", "ccw", "ceil", "checkerboard", "clickPar", "clr", "cw", "deg", "discrete", "dissolve",
    "down", "downLeft", "downRight", "el", "exit", "fade", "fill.on", "fill.type", "fillColor", "fillcolor", "floor", "fmla", "freeze", "fromBottom", "fromLeft", "fromRight", "fromTop", "gridLegend", "hold", "horizontal", "hsl", "image", "inHorizontal", "inVertical", "indefinite", "int",
    "interactiveSeq", "italic", "lastClick", "layout", "lvl", "mainSeq", "mediacall", "multiLvl", "objAndTx", "onBegin", "onClick", "onDblClick", "onEnd", "onMouseOut", "onMouseOver", "onNext", "onPrev", "onStopAudio", "outHorizontal", "outVertical", "parent", "path", "pi", "pixelate",
    "ppt_c", "ppt_h", "ppt_r", "ppt_w", "ppt_x", "ppt_y", "ptInCategory", "ptInSeries", "rad", "rand", "randombar", "remove", "repl", "rgb", "sameClick", "self", "series", "seriesEl", "slide", "stroke.color", "stroke.on", "strips", "style.color", "style.fontFamily", "style.fontSize",
    "style.fontStyle", "style.fontWeight", "style.opacity", "style.rotation", "style.textDecorationUnderline", "style.textEffectEmboss", "style.visibility", "tmRoot", "transition", "underline", "up", "upLeft", "upRight", "verb", "vertical", "wedge", "whenNotActive", "wheel", "wipe", "withGroup", "xshear",
};

}  // namespace

std::vector<std::span<ElementRow const>> powerpoint_elements() { return {kSlides, kTransitions, kAnimations}; }
std::span<Rule const> powerpoint_element_rules() { return kElements; }
std::span<Rule const> powerpoint_attribute_rules() { return kAttributes; }
std::span<Literal const> powerpoint_words() { return kWords; }

}  // namespace scrub::engine::ooxml
