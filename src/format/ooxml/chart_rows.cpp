// Charts (ISO 29500-1, 21.2) and equations (22.1): what a reader sees of them. The workbook behind a chart is not here.
#include "format/ooxml/rows.hpp"

namespace scrub::engine::ooxml {
namespace {

#define ON_OFF "val=b"
#define NUMBER "val=n"
#define WORD "val=w"

constexpr ElementRow kChart[] = {
    {"c:applyToEnd", ON_OFF}, {"c:applyToFront", ON_OFF}, {"c:applyToSides", ON_OFF}, {"c:area3DChart"}, {"c:areaChart"}, {"c:auto", ON_OFF}, {"c:autoTitleDeleted", ON_OFF}, {"c:autoUpdate", ON_OFF}, {"c:axId", "val=@"}, {"c:axPos", WORD}, {"c:backWall"}, {"c:backward", NUMBER}, {"c:bandFmt"}, {"c:bandFmts"}, {"c:bar3DChart"}, {"c:barChart"}, {"c:barDir", WORD}, {"c:baseTimeUnit", WORD},
    {"c:bubble3D", ON_OFF}, {"c:bubbleChart"}, {"c:bubbleScale", NUMBER}, {"c:bubbleSize"}, {"c:builtInUnit", WORD}, {"c:cat"}, {"c:catAx"}, {"c:chart", "r:id=@"}, {"c:chartSpace"}, {"c:clrMapOvr", "bg1=w tx1=w bg2=w tx2=w accent1=w accent2=w accent3=w accent4=w accent5=w accent6=w hlink=w folHlink=w"}, {"c:crossAx", "val=@"}, {"c:crossBetween", WORD}, {"c:crosses", WORD}, {"c:crossesAt", NUMBER}, {"c:cust"}, {"c:custSplit"}, {"c:custUnit", NUMBER},
    {"c:date1904", ON_OFF}, {"c:dateAx"}, {"c:delete", ON_OFF}, {"c:depthPercent", NUMBER}, {"c:dispBlanksAs", WORD}, {"c:dispEq", ON_OFF}, {"c:dispRSqr", ON_OFF}, {"c:dispUnits"}, {"c:dispUnitsLbl"}, {"c:dLbl"}, {"c:dLblPos", WORD}, {"c:dLbls"}, {"c:doughnutChart"}, {"c:downBars"}, {"c:dPt"}, {"c:dropLines"}, {"c:dTable"}, {"c:errBars"}, {"c:errBarType", WORD}, {"c:errDir", WORD}, {"c:errValType", WORD}, {"c:explosion", NUMBER}, {"c:f", "#=@"},
    {"c:firstSliceAng", NUMBER}, {"c:floor"}, {"c:formatCode", "#=s"}, {"c:forward", NUMBER}, {"c:gapDepth", NUMBER}, {"c:gapWidth", NUMBER}, {"c:grouping", WORD}, {"c:h", NUMBER}, {"c:hiLowLines"}, {"c:hMode", WORD}, {"c:holeSize", NUMBER}, {"c:hPercent", NUMBER}, {"c:idx", NUMBER}, {"c:intercept", NUMBER}, {"c:invertIfNegative", ON_OFF}, {"c:lang", "val=g"}, {"c:layout"}, {"c:layoutTarget", WORD}, {"c:lblAlgn", WORD}, {"c:lblOffset", NUMBER}, {"c:leaderLines"}, {"c:legend"}, {"c:legendEntry"}, {"c:legendPos", WORD}, {"c:line3DChart"}, {"c:lineChart"}, {"c:logBase", NUMBER}, {"c:lvl"},
    {"c:majorGridlines"}, {"c:majorTickMark", WORD}, {"c:majorTimeUnit", WORD}, {"c:majorUnit", NUMBER}, {"c:manualLayout"}, {"c:marker", ON_OFF}, {"c:max", NUMBER}, {"c:min", NUMBER}, {"c:minorGridlines"}, {"c:minorTickMark", WORD}, {"c:minorTimeUnit", WORD}, {"c:minorUnit", NUMBER}, {"c:minus"}, {"c:multiLvlStrCache"}, {"c:multiLvlStrRef"}, {"c:name", "#=s"}, {"c:noEndCap", ON_OFF}, {"c:noMultiLvlLbl", ON_OFF}, {"c:numCache"}, {"c:numFmt", "formatCode=s sourceLinked=b"}, {"c:numLit"}, {"c:numRef"},
    {"c:ofPieChart"}, {"c:ofPieType", WORD}, {"c:oMax", NUMBER}, {"c:oMin", NUMBER}, {"c:order", NUMBER}, {"c:orientation", WORD}, {"c:overlap", NUMBER}, {"c:overlay", ON_OFF}, {"c:period", NUMBER}, {"c:perspective", NUMBER}, {"c:pictureFormat", WORD}, {"c:pictureOptions"}, {"c:pictureStackUnit", NUMBER}, {"c:pie3DChart"}, {"c:pieChart"}, {"c:plotArea"}, {"c:plotVisOnly", ON_OFF}, {"c:plus"}, {"c:pt", "idx=n formatCode=s"}, {"c:ptCount", NUMBER}, {"c:radarChart"}, {"c:radarStyle", WORD}, {"c:rAngAx", ON_OFF}, {"c:rich"}, {"c:rotX", NUMBER}, {"c:rotY", NUMBER}, {"c:roundedCorners", ON_OFF},
    {"c:scaling"}, {"c:scatterChart"}, {"c:scatterStyle", WORD}, {"c:secondPiePt", NUMBER}, {"c:secondPieSize", NUMBER}, {"c:separator", "#=s"}, {"c:ser"}, {"c:serAx"}, {"c:serLines"}, {"c:shape", WORD}, {"c:showBubbleSize", ON_OFF}, {"c:showCatName", ON_OFF}, {"c:showDLblsOverMax", ON_OFF}, {"c:showHorzBorder", ON_OFF}, {"c:showKeys", ON_OFF}, {"c:showLeaderLines", ON_OFF}, {"c:showLegendKey", ON_OFF}, {"c:showNegBubbles", ON_OFF}, {"c:showOutline", ON_OFF}, {"c:showPercent", ON_OFF}, {"c:showSerName", ON_OFF}, {"c:showVal", ON_OFF}, {"c:showVertBorder", ON_OFF}, {"c:sideWall"}, {"c:size", NUMBER}, {"c:sizeRepresents", WORD}, {"c:smooth", ON_OFF},
    {"c:splitPos", NUMBER}, {"c:splitType", WORD}, {"c:spPr", "bwMode=w"}, {"c:stockChart"}, {"c:strCache"}, {"c:strLit"}, {"c:strRef"}, {"c:style", NUMBER}, {"c:surface3DChart"}, {"c:surfaceChart"}, {"c:symbol", WORD}, {"c:thickness", NUMBER}, {"c:tickLblPos", WORD}, {"c:tickLblSkip", NUMBER}, {"c:tickMarkSkip", NUMBER}, {"c:title"}, {"c:trendline"}, {"c:trendlineLbl"}, {"c:trendlineType", WORD}, {"c:tx"}, {"c:txPr"}, {"c:upBars"}, {"c:upDownBars"}, {"c:v", "#=s ^c:pt,c:tx"}, {"c:val"}, {"c:valAx"}, {"c:varyColors", ON_OFF}, {"c:view3D"}, {"c:w", NUMBER}, {"c:wireframe", ON_OFF}, {"c:wMode", WORD}, {"c:x", NUMBER}, {"c:xMode", WORD}, {"c:xVal"}, {"c:y", NUMBER}, {"c:yMode", WORD}, {"c:yVal"},
};

#define MATH_WORD "m:val=w"
#define MATH_SHOWN "m:val=s"
constexpr ElementRow kMath[] = {
    {"m:acc"}, {"m:accPr"}, {"m:aln", "m:val=b"}, {"m:alnScr", "m:val=b"}, {"m:argPr"}, {"m:argSz", "m:val=n"}, {"m:bar"}, {"m:barPr"}, {"m:baseJc", MATH_WORD}, {"m:begChr", MATH_SHOWN}, {"m:borderBox"}, {"m:borderBoxPr"}, {"m:box"}, {"m:boxPr"}, {"m:brk", "m:alnAt=n"}, {"m:brkBin", MATH_WORD}, {"m:brkBinSub", "m:val=w"}, {"m:cGp", "m:val=n"}, {"m:cGpRule", "m:val=n"}, {"m:chr", MATH_SHOWN}, {"m:count", "m:val=n"}, {"m:cSp", "m:val=n"}, {"m:ctrlPr"}, {"m:d"},
    {"m:defJc", MATH_WORD}, {"m:deg"}, {"m:degHide", "m:val=b"}, {"m:den"}, {"m:diff", "m:val=b"}, {"m:dispDef", "m:val=b"}, {"m:dPr"}, {"m:e"}, {"m:endChr", MATH_SHOWN}, {"m:eqArr"}, {"m:eqArrPr"}, {"m:f"}, {"m:fName"}, {"m:fPr"}, {"m:func"}, {"m:funcPr"}, {"m:groupChr"}, {"m:groupChrPr"}, {"m:grow", "m:val=b"}, {"m:hideBot", "m:val=b"}, {"m:hideLeft", "m:val=b"}, {"m:hideRight", "m:val=b"}, {"m:hideTop", "m:val=b"}, {"m:interSp", "m:val=n"}, {"m:intLim", MATH_WORD}, {"m:intraSp", "m:val=n"}, {"m:jc", MATH_WORD},
    {"m:lim"}, {"m:limLoc", MATH_WORD}, {"m:limLow"}, {"m:limLowPr"}, {"m:limUpp"}, {"m:limUppPr"}, {"m:lit", "m:val=b"}, {"m:lMargin", "m:val=n"}, {"m:m"}, {"m:mathFont", "m:val=f"}, {"m:mathPr"}, {"m:maxDist", "m:val=b"}, {"m:mc"}, {"m:mcJc", MATH_WORD}, {"m:mcPr"}, {"m:mcs"}, {"m:mPr"}, {"m:mr"}, {"m:nary"}, {"m:naryLim", MATH_WORD}, {"m:naryPr"}, {"m:noBreak", "m:val=b"}, {"m:nor", "m:val=b"}, {"m:num"}, {"m:objDist", "m:val=b"}, {"m:oMath"}, {"m:oMathPara"}, {"m:oMathParaPr"}, {"m:opEmu", "m:val=b"}, {"m:phant"}, {"m:phantPr"}, {"m:plcHide", "m:val=b"}, {"m:pos", MATH_WORD}, {"m:postSp", "m:val=n"}, {"m:preSp", "m:val=n"},
    {"m:r"}, {"m:rad"}, {"m:radPr"}, {"m:rMargin", "m:val=n"}, {"m:rPr"}, {"m:rSp", "m:val=n"}, {"m:rSpRule", "m:val=n"}, {"m:scr", MATH_WORD}, {"m:sepChr", MATH_SHOWN}, {"m:show", "m:val=b"}, {"m:shp", MATH_WORD}, {"m:smallFrac", "m:val=b"}, {"m:sPre"}, {"m:sPrePr"}, {"m:sSub"}, {"m:sSubPr"}, {"m:sSubSup"}, {"m:sSubSupPr"}, {"m:sSup"}, {"m:sSupPr"}, {"m:strikeBLTR", "m:val=b"}, {"m:strikeH", "m:val=b"}, {"m:strikeTLBR", "m:val=b"}, {"m:strikeV", "m:val=b"}, {"m:sty", MATH_WORD}, {"m:sub"}, {"m:subHide", "m:val=b"}, {"m:sup"}, {"m:supHide", "m:val=b"}, {"m:t", "xml:space=w #=s ^m:r"}, {"m:transp", "m:val=b"}, {"m:type", MATH_WORD}, {"m:vertJc", MATH_WORD},
    {"m:wrapIndent", "m:val=n"}, {"m:wrapRight", "m:val=b"}, {"m:zeroAsc", "m:val=b"}, {"m:zeroDesc", "m:val=b"}, {"m:zeroWid", "m:val=b"},
};

constexpr Rule kElements[] = {
    {"c:externalData", "OX-CHART", Kind::embedded_file, "workbook behind the chart"},
    {"c:extLst", "OX-CHART", Kind::hidden_content, "extensions: series that a filter hides, numbers of series"},
    {"c:pivotFmts", "OX-CHART", Kind::software, "formats of a pivot chart"},
    {"c:pivotSource", "OX-CHART", Kind::path, "workbook and table that the chart was made from"},
    {"c:printSettings", "OX-CHART", Kind::software, "print settings, header and footer of the chart alone"},
    {"c:protection", "OX-CHART", Kind::software, "protection of the chart"},
    {"c:userShapes", "OX-CHART", Kind::hidden_content, "shapes drawn over the chart"},
};

}  // namespace

std::span<ElementRow const> chart_elements() { return kChart; }
std::span<Rule const> chart_element_rules() { return kElements; }
std::span<ElementRow const> math_elements() { return kMath; }

}  // namespace scrub::engine::ooxml
