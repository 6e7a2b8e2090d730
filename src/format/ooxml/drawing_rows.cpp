// DrawingML (ISO 29500-1, 20 and 21) and VML (ISO 29500-4, 19): shapes, pictures and their text in all three programs.
#include "format/ooxml/rows.hpp"

namespace scrub::engine::ooxml {
namespace {

#define RUN_PROPERTIES                                                                                                        \
    "kumimoji=b lang=g altLang=g sz=n b=b i=b u=w strike=w kern=n cap=w spc=n normalizeH=b baseline=n noProof=b"
#define PARAGRAPH_PROPERTIES "marL=n marR=n lvl=n indent=n algn=w defTabSz=n rtl=b eaLnBrk=b fontAlgn=w latinLnBrk=b hangingPunct=b"
#define FONT "typeface=F panose=h pitchFamily=n charset=n"
#define PERCENT "val=n"
#define RECTANGLE "l=n t=n r=n b=n"
#define LOCKS                                                                                                                      \
    "noGrp=b noSelect=b noRot=b noChangeAspect=b noMove=b noResize=b noEditPoints=b noAdjustHandles=b noChangeArrowheads=b "         \
    "noChangeShapeType=b noCrop=b noDrilldown=b noUngrp=b noTextEdit=b"
#define SHAPE_NAME "id=@ hidden=b"

constexpr ElementRow kDrawing[] = {
    {"a:accent1"}, {"a:accent2"}, {"a:accent3"}, {"a:accent4"}, {"a:accent5"}, {"a:accent6"},
    {"a:ahLst"}, {"a:ahPolar", "gdRefR=k minR=l maxR=l gdRefAng=k minAng=l maxAng=l"}, {"a:ahXY", "gdRefX=k minX=l maxX=l gdRefY=k minY=l maxY=l"},
    {"a:alpha", PERCENT}, {"a:alphaBiLevel", "thresh=n"}, {"a:alphaCeiling"}, {"a:alphaFloor"}, {"a:alphaInv"}, {"a:alphaMod", PERCENT}, {"a:alphaModFix", "amt=n"},
    {"a:alphaOff", PERCENT}, {"a:alphaOutset", "rad=n"}, {"a:alphaRepl", "a=n"}, {"a:anchor", "x=n y=n z=n"}, {"a:arcTo", "wR=l hR=l stAng=l swAng=l"}, {"a:avLst"},
    {"a:backdrop"}, {"a:band1H"}, {"a:band1V"}, {"a:band2H"}, {"a:band2V"}, {"a:bevel"}, {"a:bevelB", "w=n h=n prst=w"}, {"a:bevelT", "w=n h=n prst=w"}, {"a:bgClr"},
    {"a:bgFillStyleLst"}, {"a:biLevel", "thresh=n"}, {"a:bldChart", "bld=w animBg=b"}, {"a:bldDgm", "bld=w rev=b"}, {"a:blend", "blend=w"}, {"a:blip", "r:embed=@ cstate=w"}, {"a:blipFill", "dpi=n rotWithShape=b"},
    {"a:blue", PERCENT}, {"a:blueMod", PERCENT}, {"a:blueOff", PERCENT}, {"a:blur", "rad=n grow=b"}, {"a:bodyPr", "rot=n spcFirstLastPara=b vertOverflow=w horzOverflow=w vert=w wrap=w lIns=n tIns=n rIns=n bIns=n numCol=n spcCol=n rtlCol=b fromWordArt=b anchor=w anchorCtr=b forceAA=b upright=b compatLnSpc=b"},
    {"a:bottom"}, {"a:br"}, {"a:buAutoNum", "type=w startAt=n"}, {"a:buBlip"}, {"a:buChar", "char=s"}, {"a:buClr"}, {"a:buClrTx"}, {"a:buFont", FONT}, {"a:buFontTx"}, {"a:buNone"},
    {"a:buSzPct", PERCENT}, {"a:buSzPts", PERCENT}, {"a:buSzTx"}, {"a:camera", "prst=w fov=n zoom=n"}, {"a:cell3D", "prstMaterial=w"}, {"a:chExt", "cx=n cy=n"}, {"a:chOff", "x=n y=n"},
    {"a:close"}, {"a:clrChange", "useA=b"}, {"a:clrFrom"}, {"a:clrMap", "bg1=w tx1=w bg2=w tx2=w accent1=w accent2=w accent3=w accent4=w accent5=w accent6=w hlink=w folHlink=w"},
    {"a:clrRepl"}, {"a:clrScheme", "name=@"}, {"a:clrTo"}, {"a:cNvCxnSpPr"}, {"a:cNvGraphicFramePr"}, {"a:cNvGrpSpPr"}, {"a:cNvPicPr", "preferRelativeResize=b"}, {"a:cNvPr", SHAPE_NAME " name=@"}, {"a:cNvSpPr", "txBox=b"},
    {"a:comp"}, {"a:cont", "type=w"}, {"a:contourClr"}, {"a:cs", FONT}, {"a:cubicBezTo"}, {"a:custClr"}, {"a:custClrLst"}, {"a:custDash"}, {"a:custGeom"}, {"a:cxn", "ang=l"}, {"a:cxnLst"}, {"a:cxnSp"}, {"a:cxnSpLocks", LOCKS},
    {"a:defPPr", PARAGRAPH_PROPERTIES}, {"a:defRPr", RUN_PROPERTIES}, {"a:dk1"}, {"a:dk2"}, {"a:ds", "d=n sp=n"}, {"a:duotone"}, {"a:ea", FONT}, {"a:effectDag", "type=w"}, {"a:effectLst"}, {"a:effectRef", "idx=n"},
    {"a:effectStyle"}, {"a:effectStyleLst"}, {"a:end"}, {"a:endCxn", "id=@ idx=n"}, {"a:endParaRPr", RUN_PROPERTIES}, {"a:ext", "cx=n cy=n ^a:xfrm,p:xfrm,wpg:xfrm,xdr:xfrm,c:ext"}, {"a:extraClrScheme"}, {"a:extraClrSchemeLst"}, {"a:extrusionClr"},
    {"a:fgClr"}, {"a:fill"}, {"a:fillOverlay", "blend=w"}, {"a:fillRect", RECTANGLE}, {"a:fillRef", "idx=n"}, {"a:fillStyleLst"}, {"a:fillToRect", RECTANGLE}, {"a:firstCol"}, {"a:firstRow"}, {"a:flatTx", "z=n"},
    {"a:fld", "type=w id=@ !"}, {"a:fmtScheme", "name=@"}, {"a:folHlink"}, {"a:font", "script=w typeface=F !"}, {"a:fontRef", "idx=w"}, {"a:fontScheme", "name=@"}, {"a:gamma"}, {"a:gd", "name=k fmla=l"}, {"a:gdLst"},
    {"a:glow", "rad=n"}, {"a:gradFill", "flip=w rotWithShape=b"}, {"a:graphic"}, {"a:graphicData", "uri=@"}, {"a:graphicFrame"}, {"a:graphicFrameLocks", LOCKS}, {"a:gray"}, {"a:grayscl"}, {"a:green", PERCENT}, {"a:greenMod", PERCENT}, {"a:greenOff", PERCENT},
    {"a:gridCol", "w=n"}, {"a:grpFill"}, {"a:grpSp"}, {"a:grpSpLocks", LOCKS}, {"a:grpSpPr", "bwMode=w"}, {"a:gs", "pos=n"}, {"a:gsLst"}, {"a:headEnd", "type=w w=w len=w"}, {"a:highlight"}, {"a:hlink"},
    {"a:hlinkClick", "r:id=@ action=@ history=b highlightClick=b endSnd=b !"}, {"a:hlinkHover", "r:id=@ action=@ history=b highlightClick=b endSnd=b !"}, {"a:hlinkMouseOver", "r:id=@ action=@ history=b highlightClick=b endSnd=b !"},
    {"a:hsl", "hue=n sat=n lum=n"}, {"a:hslClr", "hue=n sat=n lum=n"}, {"a:hue", PERCENT}, {"a:hueMod", PERCENT}, {"a:hueOff", PERCENT}, {"a:innerShdw", "blurRad=n dist=n dir=n"}, {"a:insideH"}, {"a:insideV"}, {"a:inv"}, {"a:invGamma"},
    {"a:lastCol"}, {"a:lastRow"}, {"a:latin", FONT}, {"a:left"}, {"a:lightRig", "rig=w dir=w"}, {"a:lin", "ang=n scaled=b"}, {"a:ln", "w=n cap=w cmpd=w algn=w"}, {"a:lnB", "w=n cap=w cmpd=w algn=w"}, {"a:lnBlToTr", "w=n cap=w cmpd=w algn=w"}, {"a:lnDef"},
    {"a:lnL", "w=n cap=w cmpd=w algn=w"}, {"a:lnR", "w=n cap=w cmpd=w algn=w"}, {"a:lnRef", "idx=n"}, {"a:lnSpc"}, {"a:lnStyleLst"}, {"a:lnT", "w=n cap=w cmpd=w algn=w"}, {"a:lnTlToBr", "w=n cap=w cmpd=w algn=w"}, {"a:lnTo"}, {"a:lstStyle"}, {"a:lt1"}, {"a:lt2"}, {"a:lum", "bright=n contrast=n"},
    {"a:lumMod", PERCENT}, {"a:lumOff", PERCENT}, {"a:lvl1pPr", PARAGRAPH_PROPERTIES}, {"a:lvl2pPr", PARAGRAPH_PROPERTIES}, {"a:lvl3pPr", PARAGRAPH_PROPERTIES}, {"a:lvl4pPr", PARAGRAPH_PROPERTIES}, {"a:lvl5pPr", PARAGRAPH_PROPERTIES}, {"a:lvl6pPr", PARAGRAPH_PROPERTIES},
    {"a:lvl7pPr", PARAGRAPH_PROPERTIES}, {"a:lvl8pPr", PARAGRAPH_PROPERTIES}, {"a:lvl9pPr", PARAGRAPH_PROPERTIES}, {"a:majorFont"}, {"a:masterClrMapping"}, {"a:minorFont"}, {"a:miter", "lim=n"}, {"a:moveTo"}, {"a:neCell"}, {"a:noAutofit"}, {"a:noFill"}, {"a:norm", "dx=n dy=n dz=n"}, {"a:normAutofit", "fontScale=n lnSpcReduction=n"},
    {"a:nvCxnSpPr"}, {"a:nvGraphicFramePr"}, {"a:nvGrpSpPr"}, {"a:nvPicPr"}, {"a:nvSpPr"}, {"a:nwCell"}, {"a:objectDefaults"}, {"a:off", "x=n y=n"}, {"a:outerShdw", "blurRad=n dist=n dir=n sx=n sy=n kx=n ky=n algn=w rotWithShape=b"}, {"a:overrideClrMapping", "bg1=w tx1=w bg2=w tx2=w accent1=w accent2=w accent3=w accent4=w accent5=w accent6=w hlink=w folHlink=w"},
    {"a:p", "^a:txBody,p:txBody,xdr:txBody,c:rich,c:txPr,cdr:txBody,dsp:txBody,p:text"}, {"a:path", "path=w w=n h=n fill=w stroke=b extrusionOk=b"}, {"a:pathLst"}, {"a:pattFill", "prst=w"}, {"a:pic"}, {"a:picLocks", LOCKS}, {"a:pos", "x=l y=l"}, {"a:pPr", PARAGRAPH_PROPERTIES}, {"a:prstClr", "val=w"}, {"a:prstDash", "val=w"}, {"a:prstGeom", "prst=w"}, {"a:prstShdw", "prst=w dist=n dir=n"},
    {"a:prstTxWarp", "prst=w"}, {"a:pt", "x=l y=l"}, {"a:quadBezTo"}, {"a:r", "^a:p"}, {"a:rect", "l=l t=l r=l b=l"}, {"a:red", PERCENT}, {"a:redMod", PERCENT}, {"a:redOff", PERCENT}, {"a:reflection", "blurRad=n stA=n stPos=n endA=n endPos=n dist=n dir=n fadeDir=n sx=n sy=n kx=n ky=n algn=w rotWithShape=b"}, {"a:relOff", "tx=n ty=n"}, {"a:right"}, {"a:rot", "lat=n lon=n rev=n"},
    {"a:round"}, {"a:rPr", RUN_PROPERTIES}, {"a:rtl", "val=b"}, {"a:sat", PERCENT}, {"a:satMod", PERCENT}, {"a:satOff", PERCENT}, {"a:scene3d"}, {"a:schemeClr", "val=w"}, {"a:scrgbClr", "r=n g=n b=n"}, {"a:seCell"}, {"a:shade", PERCENT}, {"a:snd", "r:embed=@ !"}, {"a:softEdge", "rad=n"}, {"a:solidFill"}, {"a:sp"}, {"a:sp3d", "z=n extrusionH=n contourW=n prstMaterial=w"}, {"a:spAutoFit"}, {"a:spcAft"}, {"a:spcBef"}, {"a:spcPct", PERCENT}, {"a:spcPts", PERCENT},
    {"a:spDef"}, {"a:spLocks", LOCKS}, {"a:spPr", "bwMode=w"}, {"a:srcRect", RECTANGLE}, {"a:srgbClr", "val=c"}, {"a:stCxn", "id=@ idx=n"}, {"a:stretch"}, {"a:style"}, {"a:swCell"}, {"a:sx", "n=n d=n"}, {"a:sy", "n=n d=n"}, {"a:sym", FONT}, {"a:sysClr", "val=w lastClr=c"}, {"a:sysDash"}, {"a:t", "#=s ^a:r,a:fld"}, {"a:tab", "pos=n algn=w"}, {"a:tableStyle"}, {"a:tableStyleId", "#=@"}, {"a:tabLst"}, {"a:tailEnd", "type=w w=w len=w"},
    {"a:tbl"}, {"a:tblBg"}, {"a:tblGrid"}, {"a:tblPr", "rtl=b firstRow=b firstCol=b lastRow=b lastCol=b bandRow=b bandCol=b"}, {"a:tblStyle", "styleId=@ styleName=@ !"}, {"a:tblStyleLst", "def=@"}, {"a:tc", "rowSpan=n gridSpan=n hMerge=b vMerge=b"}, {"a:tcBdr"}, {"a:tcPr", "marL=n marR=n marT=n marB=n vert=w anchor=w anchorCtr=b horzOverflow=w"}, {"a:tcStyle"}, {"a:tcTxStyle", "b=w i=w"},
    {"a:theme", "name=@"}, {"a:themeElements"}, {"a:themeOverride"}, {"a:tile", "tx=n ty=n sx=n sy=n flip=w algn=w"}, {"a:tileRect", RECTANGLE}, {"a:tint", "val=n hue=n amt=n"}, {"a:tl2br"}, {"a:top"}, {"a:tr", "h=n"}, {"a:tr2bl"}, {"a:txBody"}, {"a:txDef"}, {"a:txSp"}, {"a:uFill"}, {"a:uFillTx"}, {"a:uLn", "w=n cap=w cmpd=w algn=w"}, {"a:uLnTx"}, {"a:up", "dx=n dy=n dz=n"}, {"a:useSpRect"}, {"a:wholeTbl"}, {"a:xfrm", "rot=n flipH=b flipV=b"}, {"a:xform"},
};

constexpr ElementRow kFrames[] = {
    {"pic:blipFill", "dpi=n rotWithShape=b"}, {"pic:cNvPicPr", "preferRelativeResize=b"}, {"pic:cNvPr", SHAPE_NAME " name=@"}, {"pic:nvPicPr"}, {"pic:pic"}, {"pic:spPr", "bwMode=w"},
    {"wp:align", "#=w"}, {"wp:anchor", "distT=n distB=n distL=n distR=n simplePos=b relativeHeight=n behindDoc=b locked=b layoutInCell=b hidden=b allowOverlap=b"}, {"wp:cNvGraphicFramePr"}, {"wp:docPr", SHAPE_NAME " name=@"}, {"wp:effectExtent", RECTANGLE}, {"wp:extent", "cx=n cy=n"},
    {"wp:inline", "distT=n distB=n distL=n distR=n"}, {"wp:lineTo", "x=n y=n"}, {"wp:positionH", "relativeFrom=w"}, {"wp:positionV", "relativeFrom=w"}, {"wp:posOffset", "#=n"}, {"wp:simplePos", "x=n y=n"}, {"wp:start", "x=n y=n"}, {"wp:wrapNone"}, {"wp:wrapPolygon", "edited=b"}, {"wp:wrapSquare", "wrapText=w distT=n distB=n distL=n distR=n"},
    {"wp:wrapThrough", "wrapText=w distL=n distR=n"}, {"wp:wrapTight", "wrapText=w distL=n distR=n"}, {"wp:wrapTopAndBottom", "distT=n distB=n"},
    {"wp14:pctHeight", "#=n"}, {"wp14:pctPosHOffset", "#=n"}, {"wp14:pctPosVOffset", "#=n"}, {"wp14:pctWidth", "#=n"}, {"wp14:sizeRelH", "relativeFrom=w"}, {"wp14:sizeRelV", "relativeFrom=w"},
    {"wpc:bg"}, {"wpc:whole"}, {"wpc:wpc"}, {"wpg:cNvFrPr"}, {"wpg:cNvGrpSpPr"}, {"wpg:cNvPr", SHAPE_NAME " name=@"}, {"wpg:graphicFrame"}, {"wpg:grpSp"}, {"wpg:grpSpPr", "bwMode=w"}, {"wpg:wgp"}, {"wpg:xfrm", "rot=n flipH=b flipV=b"},
    {"wps:bodyPr", "rot=n spcFirstLastPara=b vertOverflow=w horzOverflow=w vert=w wrap=w lIns=n tIns=n rIns=n bIns=n numCol=n spcCol=n rtlCol=b fromWordArt=b anchor=w anchorCtr=b forceAA=b upright=b compatLnSpc=b"},
    {"wps:cNvCnPr"}, {"wps:cNvPr", SHAPE_NAME " name=@"}, {"wps:cNvSpPr", "txBox=b"}, {"wps:linkedTxbx", "id=n seq=n"}, {"wps:spPr", "bwMode=w"}, {"wps:style"}, {"wps:txbx", "id=n"}, {"wps:wsp", "normalEastAsianFlow=b"},
};

#define VML_SHAPE                                                                                                                    \
    "id=@ type=@ style=@ adj=l path=@ coordsize=l coordorigin=l filled=b fillcolor=c stroked=b strokecolor=c strokeweight=n opacity=n " \
    "wrapcoords=l print=b o:spt=n o:allowincell=b o:allowoverlap=b o:connectortype=w o:bullet=b o:hr=b o:hrstd=b o:hralign=w o:hrnoshade=b o:hrpct=n o:oned=b " \
    "o:preferrelative=b o:bwmode=w o:insetmode=w o:button=b o:cliptowrap=b o:userdrawn=b o:ole=b o:doubleclicknotify=b arcsize=n from=l to=l "            \
    "points=l startangle=n endangle=n control1=l control2=l chromakey=c src=@ cropleft=n croptop=n cropright=n cropbottom=n gain=n blacklevel=n gamma=n grayscale=b bilevel=b"

constexpr ElementRow kVml[] = {
    {"v:arc", VML_SHAPE}, {"v:background", "id=@ filled=b fillcolor=c o:bwmode=w o:targetscreensize=w"}, {"v:curve", VML_SHAPE}, {"v:f", "eqn=l"},
    {"v:fill", "type=w on=b color=c color2=c opacity=n opacity2=n o:opacity2=n r:id=@ o:relid=@ rotate=b recolor=b angle=n focus=n focussize=l focusposition=l method=w size=l aspect=w colors=l o:detectmouseclick=b"},
    {"v:formulas"}, {"v:group", VML_SHAPE " editas=w"}, {"v:h", "position=l polar=l xrange=l yrange=l radiusrange=l switch=b invx=b invy=b map=l"}, {"v:handles"},
    {"v:image", VML_SHAPE}, {"v:imagedata", "r:id=@ o:relid=@ croptop=n cropbottom=n cropleft=n cropright=n gain=n blacklevel=n gamma=n grayscale=b bilevel=b chromakey=c recolortarget=c embosscolor=c"},
    {"v:line", VML_SHAPE}, {"v:oval", VML_SHAPE}, {"v:path", "v=@ textpathok=b fillok=b strokeok=b shadowok=b gradientshapeok=b arrowok=b limo=l textboxrect=l insetpenok=b o:connecttype=w o:connectlocs=l o:connectangles=l o:extrusionok=b"},
    {"v:polyline", VML_SHAPE}, {"v:rect", VML_SHAPE}, {"v:roundrect", VML_SHAPE}, {"v:shadow", "on=b type=w obscured=b color=c color2=c opacity=n offset=l offset2=l origin=l matrix=l"},
    {"v:shape", VML_SHAPE " !"}, {"v:shapetype", VML_SHAPE}, {"v:stroke", "on=b weight=n color=c color2=c opacity=n linestyle=w miterlimit=n joinstyle=w endcap=w dashstyle=l filltype=w startarrow=w startarrowwidth=w startarrowlength=w endarrow=w endarrowwidth=w endarrowlength=w"},
    {"v:textbox", "style=@ inset=l o:insetmode=w o:singleclick=b"}, {"v:textpath", "on=b fitshape=b fitpath=b trim=b xscale=b style=@ string=s"},
    {"o:bottom", "on=b color=c weight=n"}, {"o:callout", "on=b type=w gap=n angle=w drop=l dropauto=b distance=n length=n lengthspecified=b accentbar=b textborder=b"}, {"o:extrusion", "on=b type=w render=w viewpointorigin=l viewpoint=l skewangle=n skewamt=n backdepth=n foredepth=n plane=w orientation=l orientationangle=n color=c metal=b rotationangle=l lightposition=l lightlevel=n lightposition2=l lightlevel2=n diffusity=n specularity=n brightness=n shininess=n edge=n"},
    {"o:fill", "type=w"}, {"o:left", "on=b color=c weight=n"}, {"o:lock", "position=b selection=b grouping=b ungrouping=b rotation=b cropping=b verticies=b adjusthandles=b text=b aspectratio=b shapetype=b"}, {"o:right", "on=b color=c weight=n"}, {"o:signatureline", "issignatureline=b"}, {"o:top", "on=b color=c weight=n"},
    {"w10:anchorlock"}, {"w10:borderbottom", "type=w width=n shadow=b"}, {"w10:borderleft", "type=w width=n shadow=b"}, {"w10:borderright", "type=w width=n shadow=b"}, {"w10:bordertop", "type=w width=n shadow=b"}, {"w10:wrap", "type=w side=w anchorx=w anchory=w"},
};

constexpr Rule kElements[] = {
    {"a14:imgProps", "OX-CROP", Kind::hidden_content, "picture from before an effect was put on it"},
    {"a:audioCd", "PP-MEDIA", Kind::external_reference, "sound from a disc"},
    {"a:audioFile", "PP-MEDIA", Kind::external_reference, "linked sound"},
    {"a:extLst", "GEN-09", Kind::metadata, "extensions: numbers of shapes, editing data of later versions"},
    {"a:quickTimeFile", "PP-MEDIA", Kind::external_reference, "linked video"},
    {"a:videoFile", "PP-MEDIA", Kind::external_reference, "linked video"},
    {"a:wavAudioFile", "PP-MEDIA", Kind::external_reference, "sound with the name of its file"},
    {"o:OLEObject", "OX-EMB", Kind::embedded_file, "embedded or linked object"},
    {"o:idmap", "OX-ID", Kind::identifier, "numbers of shapes"},
    {"o:complex", "GEN-09", Kind::metadata, "extensions of a later version"},
    {"o:ink", "OX-INK", Kind::hidden_content, "handwriting with its times"},
    {"o:shapedefaults", "WD-SET", Kind::software, "numbers of shapes, last used colours"},
    {"o:shapelayout", "OX-ID", Kind::identifier, "numbers of shapes"},
    {"w:binData", "WD-GFX", Kind::hidden_content, "second copy of a picture"},
    {"w:hdrShapeDefaults", "WD-SET", Kind::software, "numbers of shapes"},
    {"w:shapeDefaults", "WD-SET", Kind::software, "numbers of shapes"},
};

constexpr Rule kAttributes[] = {
    {"a:blip@r:link", "OX-REL-EXT", Kind::external_reference, "linked picture"},
    {"a:cNvPr@descr", "OX-ALT", Kind::metadata, "description of a picture: often its file name or address"},
    {"a:cNvPr@title", "OX-ALT", Kind::metadata, "title of a picture"},
    {"a:endParaRPr@bmk", "OX-ID", Kind::identifier, "bookmark of the editor"},
    {"a:hlinkClick@invalidUrl", "OX-REL-EXT", Kind::path, "address that could not be used"},
    {"a:hlinkClick@tgtFrame", "WD-FLD", Kind::metadata, "window that a link opens in"},
    {"a:hlinkClick@tooltip", "WD-FLD", Kind::metadata, "text that appears over a link"},
    {"a:defRPr@dirty", "WD-SET", Kind::software, "state of the spelling checker"},
    {"a:defRPr@err", "WD-SET", Kind::software, "state of the spelling checker"},
    {"a:defRPr@smtClean", "WD-SET", Kind::software, "state of the editor"},
    {"a:defRPr@smtId", "WD-SET", Kind::identifier, "number of a smart tag"},
    {"a:endParaRPr@dirty", "WD-SET", Kind::software, "state of the spelling checker"},
    {"a:endParaRPr@err", "WD-SET", Kind::software, "state of the spelling checker"},
    {"a:endParaRPr@smtClean", "WD-SET", Kind::software, "state of the editor"},
    {"a:endParaRPr@smtId", "WD-SET", Kind::identifier, "number of a smart tag"},
    {"a:rPr@bmk", "OX-ID", Kind::identifier, "bookmark of the editor"},
    {"a:rPr@dirty", "WD-SET", Kind::software, "state of the spelling checker"},
    {"a:rPr@err", "WD-SET", Kind::software, "state of the spelling checker"},
    {"a:rPr@smtClean", "WD-SET", Kind::software, "state of the editor"},
    {"a:rPr@smtId", "WD-SET", Kind::identifier, "number of a smart tag"},
    {"o:gfxdata", "WD-GFX", Kind::hidden_content, "second copy of the drawing"},
    {"o:href", "OX-REL-EXT", Kind::external_reference, "linked file"},
    {"o:spid", "OX-ID", Kind::identifier, "number of a shape"},
    {"o:title", "OX-ALT", Kind::metadata, "name of a picture: often its file name"},
    {"pic:cNvPr@descr", "OX-ALT", Kind::metadata, "description of a picture: often its file name or address"},
    {"pic:cNvPr@title", "OX-ALT", Kind::metadata, "title of a picture"},
    {"r:href", "OX-REL-EXT", Kind::external_reference, "linked file"},
    {"r:link", "OX-REL-EXT", Kind::external_reference, "linked file"},
    {"r:pict", "OX-REL-EXT", Kind::external_reference, "linked picture"},
    {"v:shape@alt", "OX-ALT", Kind::metadata, "description of a picture: often its file name or address"},
    {"v:shape@href", "OX-REL-EXT", Kind::hyperlink, "link of a shape"},
    {"v:shape@target", "WD-FLD", Kind::metadata, "window that a link opens in"},
    {"v:shape@title", "OX-ALT", Kind::metadata, "title of a shape"},
    {"wp:docPr@descr", "OX-ALT", Kind::metadata, "description of a picture: often its file name or address"},
    {"wp:docPr@title", "OX-ALT", Kind::metadata, "title of a picture"},
    {"wpg:cNvPr@descr", "OX-ALT", Kind::metadata, "description of a picture: often its file name or address"},
    {"wps:cNvPr@descr", "OX-ALT", Kind::metadata, "description of a shape"},
};

}  // namespace

std::vector<std::span<ElementRow const>> drawing_elements() { return {kDrawing, kFrames, kVml}; }
std::span<Rule const> drawing_element_rules() { return kElements; }
std::span<Rule const> drawing_attribute_rules() { return kAttributes; }

}  // namespace scrub::engine::ooxml
