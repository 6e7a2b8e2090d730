// OpenDocument 1.3 (ISO/IEC 26300), and what LibreOffice adds: elements and attributes that a document keeps, and what some of those are that go.
// Attributes mean the same wherever they stand, so that one table serves all elements.
#include "format/odf/rows.hpp"

#include <algorithm>

#include "format/ooxml/rows.hpp"

namespace scrub::engine::odf {

namespace {

constexpr xml::Namespace kNamespaces[] = {
    {"calcext", "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"},
    {"chart", "urn:oasis:names:tc:opendocument:xmlns:chart:1.0"},
    {"dc", "http://purl.org/dc/elements/1.1/"},
    {"dr3d", "urn:oasis:names:tc:opendocument:xmlns:dr3d:1.0"},
    {"draw", "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"},
    {"drawooo", "http://openoffice.org/2010/draw"},
    {"fo", "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0", "http://www.w3.org/1999/XSL/Format"},
    {"form", "urn:oasis:names:tc:opendocument:xmlns:form:1.0"},
    {"loext", "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"},
    {"math", "http://www.w3.org/1998/Math/MathML"},
    {"meta", "urn:oasis:names:tc:opendocument:xmlns:meta:1.0"},
    {"number", "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"},
    {"office", "urn:oasis:names:tc:opendocument:xmlns:office:1.0"},
    {"officeooo", "http://openoffice.org/2009/office"},
    {"presentation", "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0"},
    {"script", "urn:oasis:names:tc:opendocument:xmlns:script:1.0"},
    {"anim", "urn:oasis:names:tc:opendocument:xmlns:animation:1.0"},
    {"style", "urn:oasis:names:tc:opendocument:xmlns:style:1.0"},
    {"svg", "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0", "http://www.w3.org/2000/svg"},
    {"table", "urn:oasis:names:tc:opendocument:xmlns:table:1.0"},
    {"text", "urn:oasis:names:tc:opendocument:xmlns:text:1.0"},
    {"xlink", "http://www.w3.org/1999/xlink"},
    {"xml", "http://www.w3.org/XML/1998/namespace"},
};

// Elements with a text of their own; all others hold elements only.
#define MATH "mathvariant=w stretchy=b form=w fence=b separator=b symmetric=b display=w mathsize=l mathcolor=l open=s close=s separators=s width=n height=n linethickness=l bevelled=b columnalign=l rowalign=l columnspacing=l rowspacing=l accent=b accentunder=b displaystyle=b scriptlevel=n notation=l"

constexpr xml::ElementRow kElements[] = {
    {"calcext:color-scale"}, {"calcext:color-scale-entry"}, {"calcext:condition"}, {"calcext:conditional-format"}, {"calcext:conditional-formats"}, {"calcext:data-bar"}, {"calcext:date-is"},
    {"calcext:formatting-entry"}, {"calcext:icon-set"},
    {"chart:axis"}, {"chart:categories"}, {"chart:chart"}, {"chart:data-label"}, {"chart:data-point"}, {"chart:domain"}, {"chart:equation"}, {"chart:error-indicator"}, {"chart:floor"}, {"chart:footer"},
    {"chart:grid"}, {"chart:label-separator"}, {"chart:legend"}, {"chart:mean-value"}, {"chart:plot-area"}, {"chart:regression-curve"}, {"chart:series"}, {"chart:stock-gain-marker"},
    {"chart:stock-loss-marker"}, {"chart:stock-range-line"}, {"chart:subtitle"}, {"chart:symbol-image"}, {"chart:title"}, {"chart:wall"},
    {"dr3d:light"},
    {"draw:a"}, {"draw:caption"}, {"draw:circle"}, {"draw:connector"}, {"draw:contour-path"}, {"draw:contour-polygon"}, {"draw:custom-shape"}, {"draw:ellipse"}, {"draw:enhanced-geometry"},
    {"draw:equation"}, {"draw:fill-image"}, {"draw:frame"}, {"draw:g"}, {"draw:glue-point"}, {"draw:gradient"}, {"draw:handle"}, {"draw:hatch"}, {"draw:image"}, {"draw:layer"}, {"draw:layer-set"},
    {"draw:line"}, {"draw:marker"}, {"draw:measure"}, {"draw:object"}, {"draw:opacity"}, {"draw:page"}, {"draw:page-thumbnail"}, {"draw:path"}, {"draw:polygon"}, {"draw:polyline"}, {"draw:rect"},
    {"draw:regular-polygon"}, {"draw:stroke-dash"}, {"draw:text-box"},
    {"loext:gradient-stop"}, {"loext:graphic-properties"}, {"loext:table-protection"},
    {"math:math", MATH}, {"math:semantics", MATH}, {"math:mi", MATH " #=s"}, {"math:mn", MATH " #=s"}, {"math:mo", MATH " #=s"}, {"math:mtext", MATH " #=s"}, {"math:ms", MATH " #=s"}, {"math:mspace", MATH}, {"math:mrow", MATH}, {"math:mfrac", MATH},
    {"math:msqrt", MATH}, {"math:mroot", MATH}, {"math:mstyle", MATH}, {"math:merror", MATH}, {"math:mpadded", MATH}, {"math:mphantom", MATH}, {"math:mfenced", MATH}, {"math:menclose", MATH}, {"math:msub", MATH}, {"math:msup", MATH}, {"math:msubsup", MATH},
    {"math:munder", MATH}, {"math:mover", MATH}, {"math:munderover", MATH}, {"math:mmultiscripts", MATH}, {"math:mprescripts", MATH}, {"math:none", MATH}, {"math:mtable", MATH}, {"math:mtr", MATH}, {"math:mlabeledtr", MATH}, {"math:mtd", MATH},
    {"math:maligngroup", MATH}, {"math:malignmark", MATH},
    {"number:am-pm"}, {"number:boolean"}, {"number:boolean-style"}, {"number:currency-style"}, {"number:currency-symbol", "#=s"}, {"number:date-style"}, {"number:day"}, {"number:day-of-week"},
    {"number:embedded-text", "#=s"}, {"number:era"}, {"number:fill-character", "#=s"}, {"number:fraction"}, {"number:hours"}, {"number:minutes"}, {"number:month"}, {"number:number"},
    {"number:number-style"}, {"number:percentage-style"}, {"number:quarter"}, {"number:scientific-number"}, {"number:seconds"}, {"number:text", "#=s"}, {"number:text-content"}, {"number:text-style"},
    {"number:time-style"}, {"number:week-of-year"}, {"number:year"},
    {"office:automatic-styles"}, {"office:binary-data", "#=@"}, {"office:body"}, {"office:chart"}, {"office:document", "office:mimetype=@"}, {"office:document-content"}, {"office:document-styles"},
    {"office:drawing"}, {"office:font-face-decls"}, {"office:master-styles"}, {"office:presentation"}, {"office:spreadsheet"}, {"office:styles"}, {"office:text"},
    {"presentation:date-time"}, {"presentation:date-time-decl", "#=s"}, {"presentation:footer"}, {"presentation:footer-decl", "#=s"}, {"presentation:header"}, {"presentation:header-decl", "#=s"},
    {"presentation:placeholder"},
    {"style:background-image"}, {"style:chart-properties"}, {"style:column"}, {"style:column-sep"}, {"style:columns"}, {"style:default-page-layout"}, {"style:default-style"},
    {"style:drawing-page-properties"}, {"style:drop-cap"}, {"style:font-face", "!"}, {"style:footer"}, {"style:footer-first"}, {"style:footer-left"}, {"style:footer-style"}, {"style:footnote-sep"},
    {"style:graphic-properties"}, {"style:header"}, {"style:header-first"}, {"style:header-footer-properties"}, {"style:header-left"}, {"style:header-style"}, {"style:list-level-label-alignment"},
    {"style:list-level-properties"}, {"style:map"}, {"style:master-page"}, {"style:page-layout"}, {"style:page-layout-properties"}, {"style:paragraph-properties"}, {"style:presentation-page-layout"},
    {"style:region-center"}, {"style:region-left"}, {"style:region-right"}, {"style:ruby-properties"}, {"style:section-properties"}, {"style:style"}, {"style:tab-stop"}, {"style:tab-stops"},
    {"style:table-cell-properties"}, {"style:table-column-properties"}, {"style:table-properties"}, {"style:table-row-properties"}, {"style:text-properties"},
    {"svg:linearGradient"}, {"svg:radialGradient"}, {"svg:stop"},
    {"table:calculation-settings"}, {"table:covered-table-cell"}, {"table:database-range"}, {"table:database-ranges"}, {"table:iteration"}, {"table:named-expression"}, {"table:named-expressions"},
    {"table:named-range"}, {"table:null-date"}, {"table:shapes"}, {"table:table"}, {"table:table-cell"}, {"table:table-column"}, {"table:table-column-group"}, {"table:table-columns"},
    {"table:table-header-columns"}, {"table:table-header-rows"}, {"table:table-row"}, {"table:table-row-group"}, {"table:table-rows"},
    {"text:a", "#=s"}, {"text:alphabetical-index"}, {"text:bibliography"}, {"text:bookmark"}, {"text:bookmark-end"}, {"text:bookmark-ref", "#=s"}, {"text:bookmark-start"}, {"text:chapter", "#=s"},
    {"text:h", "#=s"}, {"text:illustration-index"}, {"text:illustration-index-source"}, {"text:illustration-index-entry-template"}, {"text:index-body"}, {"text:index-entry-bibliography"},
    {"text:index-entry-chapter"}, {"text:index-entry-link-end"}, {"text:index-entry-link-start"}, {"text:index-entry-page-number"}, {"text:index-entry-span", "#=s"}, {"text:index-entry-tab-stop"},
    {"text:index-entry-text"}, {"text:index-source-style"}, {"text:index-source-styles"}, {"text:index-title"}, {"text:index-title-template", "#=s"}, {"text:line-break"},
    {"text:linenumbering-configuration"}, {"text:list"}, {"text:list-header"}, {"text:list-item"}, {"text:list-level-style-bullet"}, {"text:list-level-style-image"}, {"text:list-level-style-number"},
    {"text:list-style"}, {"text:note"}, {"text:note-body"}, {"text:note-citation", "#=s"}, {"text:note-ref", "#=s"}, {"text:notes-configuration"}, {"text:numbered-paragraph"}, {"text:object-index"},
    {"text:object-index-source"}, {"text:object-index-entry-template"}, {"text:outline-level-style"}, {"text:outline-style"}, {"text:p", "#=s"}, {"text:page-continuation", "#=s"},
    {"text:page-count", "#=s"}, {"text:page-number", "#=s"}, {"text:reference-mark"}, {"text:reference-mark-end"}, {"text:reference-mark-start"}, {"text:reference-ref", "#=s"}, {"text:ruby"},
    {"text:ruby-base", "#=s"}, {"text:ruby-text", "#=s"}, {"text:s"}, {"text:section"}, {"text:sequence", "#=s"}, {"text:sequence-decl"}, {"text:sequence-decls"}, {"text:sequence-ref", "#=s"},
    {"text:sheet-name", "#=s"}, {"text:span", "#=s"}, {"text:tab"}, {"text:table-index"}, {"text:table-index-source"}, {"text:table-index-entry-template"}, {"text:table-of-content"},
    {"text:table-of-content-entry-template"}, {"text:table-of-content-source"}, {"text:user-index"},
};

// Plain values: l is a list of numbers, words of the vocabulary and colours.
constexpr Literal kAttributes[] = {
    "calcext:apply-style-name=@", "calcext:axis-color=c", "calcext:base-cell-address=@", "calcext:color=c", "calcext:date=w", "calcext:icon-set-type=l", "calcext:max-length=n", "calcext:min-length=n",
    "calcext:negative-color=c", "calcext:positive-color=c", "calcext:target-range-address=@", "calcext:type=w", "calcext:value=@", "calcext:value-type=w", "calcext:gradient=b", "calcext:axis-position=w",
    "chart:angle-offset=l", "chart:attached-axis=w", "chart:auto-position=b", "chart:auto-size=b", "chart:automatic-content=b", "chart:axis-label-position=w", "chart:axis-position=l", "chart:class=l",
    "chart:connect-bars=b", "chart:data-label-number=w", "chart:data-label-symbol=b", "chart:data-label-text=b", "chart:data-label-series=b", "chart:data-source-has-labels=w", "chart:deep=b", "chart:dimension=w",
    "chart:display-equation=b", "chart:display-label=b", "chart:display-r-square=b", "chart:error-category=w", "chart:error-lower-indicator=b", "chart:error-lower-limit=n", "chart:error-margin=n",
    "chart:error-percentage=n", "chart:error-upper-indicator=b", "chart:error-upper-limit=n", "chart:gap-width=n", "chart:group-bars-per-axis=b", "chart:hole-size=l", "chart:include-hidden-cells=b",
    "chart:interpolation=w", "chart:interval-major=n", "chart:interval-minor-divisor=n", "chart:japanese-candle-stick=b", "chart:label-arrangement=w", "chart:label-cell-address=@", "chart:label-position=w",
    "chart:label-position-negative=w", "chart:label-fill-color=c", "chart:legend-align=w", "chart:legend-position=w", "chart:lines=b", "chart:link-data-style-to-source=b", "chart:logarithmic=b", "chart:maximum=n", "chart:mean-value=b",
    "chart:minimum=n", "chart:name=w", "chart:origin=n", "chart:overlap=n", "chart:percentage=b", "chart:pie-offset=n", "chart:regression-type=w", "chart:repeated=n", "chart:reverse-direction=b",
    "chart:right-angled-axes=b", "chart:row-mapping=l", "chart:scale-text=b", "chart:series-source=w", "chart:solid-type=w", "chart:sort-by-x-values=b", "chart:spline-order=n", "chart:spline-resolution=n",
    "chart:stacked=b", "chart:style-name=@", "chart:symbol-height=n", "chart:symbol-name=w", "chart:symbol-type=w", "chart:symbol-width=n", "chart:text-overlap=b", "chart:three-dimensional=b",
    "chart:tick-mark-position=w", "chart:tick-marks-major-inner=b", "chart:tick-marks-major-outer=b", "chart:tick-marks-minor-inner=b", "chart:tick-marks-minor-outer=b", "chart:treat-empty-cells=w",
    "chart:values-cell-range-address=@", "chart:vertical=b", "chart:visible=b",
    "dr3d:ambient-color=c", "dr3d:diffuse-color=c", "dr3d:direction=l", "dr3d:distance=n", "dr3d:edge-rounding=n", "dr3d:enabled=b", "dr3d:focal-length=n", "dr3d:lighting-mode=b", "dr3d:projection=w",
    "dr3d:shade-mode=w", "dr3d:shadow-slant=n", "dr3d:specular=b", "dr3d:specular-color=c", "dr3d:transform=l", "dr3d:vpn=l", "dr3d:vrp=l", "dr3d:vup=l",
    "draw:align=l", "draw:angle=@", "draw:auto-grow-height=b", "draw:auto-grow-width=b", "draw:background-size=w", "draw:blue=n", "draw:border=n", "draw:caption-angle=n", "draw:caption-angle-type=w",
    "draw:caption-escape=n", "draw:caption-escape-direction=w", "draw:caption-fit-line-length=b", "draw:caption-gap=n", "draw:caption-id=@", "draw:caption-line-length=n", "draw:caption-point-x=n",
    "draw:caption-point-y=n", "draw:caption-type=w", "draw:chain-next-name=@", "draw:class-names=@", "draw:color=c", "draw:color-inversion=b", "draw:color-mode=w", "draw:concave=b", "draw:concentric-gradient-fill-allowed=b", "draw:contrast=n",
    "draw:control=@", "draw:corner-radius=n", "draw:corners=n", "draw:cx=n", "draw:cy=n", "draw:decimal-places=n", "draw:display=w", "draw:distance=n", "draw:dots1=n", "draw:dots1-length=n", "draw:dots2=n",
    "draw:dots2-length=n", "draw:end=n", "draw:end-angle=n", "draw:end-color=c", "draw:end-glue-point=n", "draw:end-guide=n", "draw:end-intensity=n", "draw:end-line-spacing-horizontal=n",
    "draw:end-line-spacing-vertical=n", "draw:end-shape=@", "draw:engine=l", "draw:enhanced-path=@", "draw:escape-direction=w", "draw:extrusion=b", "draw:fill=w", "draw:fill-color=c", "draw:fill-gradient-name=@",
    "draw:fill-hatch-name=@", "draw:fill-hatch-solid=b", "draw:fill-image-height=n", "draw:fill-image-name=@", "draw:fill-image-ref-point=l", "draw:fill-image-ref-point-x=n", "draw:fill-image-ref-point-y=n",
    "draw:fill-image-width=n", "draw:fit-to-contour=b", "draw:fit-to-size=w", "draw:formula=@", "draw:frame-display-border=b", "draw:frame-display-scrollbar=b", "draw:frame-margin-horizontal=n",
    "draw:frame-margin-vertical=n", "draw:gamma=n", "draw:glue-point-leaving-directions=l", "draw:glue-point-type=w", "draw:glue-points=@", "draw:gradient-step-count=n", "draw:green=n", "draw:guide-distance=n", "draw:guide-overhang=n",
    "draw:handle-mirror-horizontal=b", "draw:handle-mirror-vertical=b", "draw:handle-polar=@", "draw:handle-position=@", "draw:handle-radius-range-maximum=@", "draw:handle-radius-range-minimum=@",
    "draw:handle-range-x-maximum=@", "draw:handle-range-x-minimum=@", "draw:handle-range-y-maximum=@", "draw:handle-range-y-minimum=@", "draw:handle-switched=b", "draw:id=@", "draw:image-opacity=n",
    "draw:kind=w", "draw:layer=@", "draw:line-distance=n", "draw:line-skew=l", "draw:luminance=n", "draw:marker-end=@", "draw:marker-end-center=b", "draw:marker-end-width=n", "draw:marker-start=@",
    "draw:marker-start-center=b", "draw:marker-start-width=n", "draw:master-page-name=@", "draw:measure-align=w", "draw:measure-vertical-align=w", "draw:mirror-horizontal=b", "draw:mirror-vertical=b",
    "draw:modifiers=l", "draw:name=@", "draw:notify-on-update-of-ranges=@", "draw:opacity=n", "draw:opacity-name=@", "draw:page-number=n", "draw:parallel=b", "draw:path-stretchpoint-x=n", "draw:path-stretchpoint-y=n", "draw:placing=w",
    "draw:points=@", "draw:protected=b", "draw:recreate-on-edit=b", "draw:red=n", "draw:rotation=n", "draw:secondary-fill-color=c", "draw:shadow=w", "draw:shadow-color=c", "draw:shadow-offset-x=n",
    "draw:shadow-offset-y=n", "draw:shadow-opacity=n", "draw:shape-id=@", "draw:show-unit=b", "draw:start=n", "draw:start-angle=n", "draw:start-color=c", "draw:start-glue-point=n", "draw:start-guide=n",
    "draw:start-intensity=n", "draw:start-line-spacing-horizontal=n", "draw:start-line-spacing-vertical=n", "draw:start-shape=@", "draw:stroke=w", "draw:stroke-dash=@", "draw:stroke-dash-names=@",
    "draw:stroke-linejoin=w", "draw:style=w", "draw:style-name=@", "draw:symbol-color=c", "draw:text-areas=@", "draw:text-path=b", "draw:text-path-allowed=b", "draw:text-path-mode=w", "draw:text-path-scale=w",
    "draw:text-path-same-letter-heights=b", "draw:text-rotate-angle=l", "draw:text-style-name=@", "draw:textarea-horizontal-align=w", "draw:textarea-vertical-align=w", "draw:tile-repeat-offset=l", "draw:transform=l",
    "draw:type=@", "draw:unit=w", "draw:value-type=w", "draw:visible-area-height=n", "draw:visible-area-left=n", "draw:visible-area-top=n", "draw:visible-area-width=n", "draw:wrap-influence-on-position=w",
    "draw:z-index=n", "drawooo:enhanced-path=@", "drawooo:sub-view-size=l", "drawooo:display=w",
    "fo:background-color=c", "fo:border=l", "fo:border-bottom=l", "fo:border-left=l", "fo:border-right=l", "fo:border-top=l", "fo:break-after=w", "fo:break-before=w", "fo:clip=l", "fo:color=c",
    "fo:column-count=n", "fo:column-gap=n", "fo:country=l", "fo:end-indent=n", "fo:font-family=f", "fo:font-size=n", "fo:font-style=w", "fo:font-variant=w", "fo:font-weight=l", "fo:height=n",
    "fo:hyphenate=b", "fo:hyphenation-keep=w", "fo:hyphenation-ladder-count=l", "fo:hyphenation-push-char-count=n", "fo:hyphenation-remain-char-count=n", "fo:keep-together=w", "fo:keep-with-next=w",
    "fo:language=l", "fo:letter-spacing=l", "fo:line-height=l", "fo:margin=n", "fo:margin-bottom=n", "fo:margin-left=n", "fo:margin-right=n", "fo:margin-top=n", "fo:max-height=l", "fo:max-width=l",
    "fo:min-height=l", "fo:min-width=l", "fo:orphans=n", "fo:padding=n", "fo:padding-bottom=n", "fo:padding-left=n", "fo:padding-right=n", "fo:padding-top=n", "fo:page-height=n", "fo:page-width=n",
    "fo:script=l", "fo:space-after=n", "fo:space-before=n", "fo:start-indent=n", "fo:text-align=w", "fo:text-align-last=w", "fo:text-indent=n", "fo:text-shadow=l", "fo:text-transform=w", "fo:widows=n",
    "fo:width=n", "fo:wrap-option=w",
    "loext:allow-overlap=b", "loext:color-lum-mod=n", "loext:color-lum-off=n", "loext:color-type=w", "loext:color-value=c", "loext:contextual-spacing=b", "loext:fill-use-slide-background=b", "loext:glow-color=c",
    "loext:glow-radius=n", "loext:glow-transparency=n", "loext:hyphenation-no-caps=b", "loext:hyphenation-no-last-word=b", "loext:hyphenation-word-char-count=n", "loext:hyphenation-zone=l", "loext:linked-style-name=@", "loext:margin-gutter=n", "loext:max-numerator-digits=n",
    "loext:num-list-format=@", "loext:opacity=n", "loext:rel-width-rel=w", "loext:rel-height-rel=w", "loext:shadow-blur=n", "loext:softedge-radius=n", "loext:table-protection=w", "loext:tab-stop-distance=n", "loext:vertical-justify=w", "loext:word-spacing=l",
    "loext:is-list-header=b", "loext:use-optimal-column-width=b", "loext:std-weight=w", "loext:regression-x-name=@", "loext:custom-label-text=b", "loext:custom-leader-lines=b", "loext:vertical-alignment=w", "loext:decorative=b", "loext:writing-mode=w",
    "number:automatic-order=b", "number:calendar=w", "number:country=l", "number:decimal-places=n", "number:decimal-replacement=@", "number:denominator-value=n", "number:display-factor=n", "number:format-source=w",
    "number:grouping=b", "number:language=l", "number:max-denominator-value=n", "number:min-decimal-places=n", "number:min-denominator-digits=n", "number:min-exponent-digits=n", "number:min-integer-digits=n",
    "number:min-numerator-digits=n", "number:position=n", "number:possessive-form=b", "number:script=l", "number:style=w", "number:textual=b", "number:title=@", "number:transliteration-country=l",
    "number:transliteration-format=@", "number:transliteration-language=l", "number:transliteration-style=w", "number:truncate-on-overflow=b", "number:exponent-interval=n", "number:forced-exponent-sign=b",
    "office:boolean-value=b", "office:currency=l", "office:date-value=@", "office:string-value=@", "office:time-value=@", "office:value=n", "office:value-type=w", "office:version=n",
    "officeooo:paragraph-rsid=h", "officeooo:rsid=h",
    "presentation:background-objects-visible=b", "presentation:background-visible=b", "presentation:class=w", "presentation:display-date-time=b", "presentation:display-footer=b",
    "presentation:display-header=b", "presentation:display-page-number=b", "presentation:duration=@", "presentation:object=w", "presentation:placeholder=b", "presentation:presentation-page-layout-name=@",
    "presentation:source=w", "presentation:style-name=@", "presentation:transition-speed=w", "presentation:transition-style=w", "presentation:transition-type=w", "presentation:use-date-time-name=@", "presentation:use-footer-name=@",
    "presentation:use-header-name=@", "presentation:user-transformed=b", "presentation:name=@", "presentation:visibility=w",
    "style:adjustment=w", "style:apply-style-name=@", "style:auto-text-indent=b", "style:auto-update=b", "style:background-transparency=n", "style:base-cell-address=@", "style:border-line-width=l",
    "style:border-line-width-bottom=l", "style:border-line-width-left=l", "style:border-line-width-right=l", "style:border-line-width-top=l", "style:cell-protect=l", "style:char=@", "style:class=w",
    "style:color=c", "style:column-width=n", "style:condition=@", "style:contextual-spacing=b", "style:country-asian=l", "style:country-complex=l", "style:data-style-name=@", "style:decimal-places=n",
    "style:default-outline-level=l", "style:diagonal-bl-tr=l", "style:diagonal-bl-tr-widths=l", "style:diagonal-tl-br=l", "style:diagonal-tl-br-widths=l", "style:direction=w", "style:display=b", "style:display-name=@", "style:distance=n",
    "style:distance-after-sep=n", "style:distance-before-sep=n", "style:dynamic-spacing=b", "style:editable=b", "style:family=l", "style:first-page-number=l", "style:flow-with-text=b",
    "style:font-charset=w", "style:font-charset-asian=w", "style:font-charset-complex=w", "style:font-family-asian=f", "style:font-family-complex=f", "style:font-family-generic=w", "style:font-family-generic-asian=w", "style:font-family-generic-complex=w",
    "style:font-independent-line-spacing=b", "style:font-name=@", "style:font-name-asian=@", "style:font-name-complex=@", "style:font-pitch=w", "style:font-pitch-asian=w", "style:font-pitch-complex=w",
    "style:font-relief=w", "style:font-size-asian=n", "style:font-size-complex=n", "style:font-size-rel=n", "style:font-size-rel-asian=n", "style:font-size-rel-complex=n", "style:font-style-asian=w",
    "style:font-style-complex=w", "style:font-weight-asian=l", "style:font-weight-complex=l", "style:footnote-max-height=n", "style:glyph-orientation-vertical=l", "style:height=n", "style:horizontal-pos=w",
    "style:horizontal-rel=w", "style:join-border=b", "style:justify-single-word=b", "style:language-asian=l", "style:language-complex=l", "style:layout-grid-base-height=n", "style:layout-grid-base-width=n",
    "style:layout-grid-color=c", "style:layout-grid-display=b", "style:layout-grid-lines=n", "style:layout-grid-mode=w", "style:layout-grid-print=b", "style:layout-grid-ruby-below=b",
    "style:layout-grid-ruby-height=n", "style:layout-grid-snap-to=b", "style:layout-grid-standard-mode=b", "style:leader-char=@", "style:leader-color=c", "style:leader-style=w", "style:leader-text=@", "style:leader-text-style=@", "style:leader-type=w",
    "style:leader-width=l", "style:length=l", "style:letter-kerning=b", "style:line-break=w", "style:line-height-at-least=n", "style:line-spacing=n", "style:line-style=w", "style:lines=n", "style:linked-style-name=@", "style:list-level=n", "style:list-style-name=@",
    "style:master-page-name=@", "style:may-break-between-rows=b", "style:min-row-height=n", "style:mirror=l", "style:name=@", "style:next-style-name=@", "style:num-format=@", "style:num-letter-sync=b",
    "style:num-prefix=@", "style:num-suffix=@", "style:number-wrapped-paragraphs=l", "style:overflow-behavior=w", "style:page-layout-name=@", "style:page-number=l", "style:page-usage=w", "style:paper-tray-name=w",
    "style:parent-style-name=@", "style:percentage-data-style-name=@", "style:position=l", "style:print=l", "style:print-content=b", "style:print-orientation=w", "style:print-page-order=w", "style:protect=l",
    "style:punctuation-wrap=w", "style:register-true=b", "style:register-truth-ref-style-name=@", "style:rel-column-width=@", "style:rel-height=l", "style:rel-width=l", "style:repeat=l", "style:repeat-content=b",
    "style:rfc-language-tag=g", "style:rotation-align=w", "style:rotation-angle=n", "style:row-height=n", "style:ruby-align=w", "style:ruby-position=w", "style:run-through=w", "style:scale-to=n", "style:scale-to-X=n", "style:scale-to-Y=n", "style:scale-to-pages=n",
    "style:script-asian=l", "style:script-complex=l", "style:script-type=w", "style:shadow=l", "style:shrink-to-fit=b", "style:snap-to-layout-grid=b", "style:style-name=@", "style:tab-stop-distance=n", "style:table-centering=w", "style:text-align-source=w",
    "style:text-autospace=w", "style:text-blinking=b", "style:text-combine=w", "style:text-combine-end-char=@", "style:text-combine-start-char=@", "style:text-emphasize=l", "style:text-line-through-color=l", "style:text-line-through-mode=w",
    "style:text-line-through-style=w", "style:text-line-through-text=@", "style:text-line-through-text-style=@", "style:text-line-through-type=w", "style:text-line-through-width=l", "style:text-outline=b", "style:text-overline-color=l",
    "style:text-overline-mode=w", "style:text-overline-style=w", "style:text-overline-type=w", "style:text-overline-width=l", "style:text-position=l", "style:text-rotation-angle=n", "style:text-rotation-scale=w",
    "style:text-scale=n", "style:text-underline-color=l", "style:text-underline-mode=w", "style:text-underline-style=w", "style:text-underline-type=w", "style:text-underline-width=l", "style:type=w",
    "style:use-optimal-column-width=b", "style:use-optimal-row-height=b", "style:use-window-font-color=b", "style:vertical-align=l", "style:vertical-pos=w", "style:vertical-rel=w", "style:volatile=b", "style:width=n", "style:wrap=w",
    "style:wrap-contour=b", "style:wrap-contour-mode=w", "style:wrap-dynamic-threshold=n", "style:writing-mode=w", "style:writing-mode-automatic=b",
    "svg:cx=n", "svg:cy=n", "svg:d=@", "svg:font-family=@", "svg:fx=n", "svg:fy=n", "svg:gradientTransform=l", "svg:gradientUnits=w", "svg:height=l", "svg:offset=n", "svg:panose-1=l", "svg:r=n", "svg:rx=n", "svg:ry=n", "svg:spreadMethod=w", "svg:stop-color=c",
    "svg:stop-opacity=n", "svg:stroke-color=c", "svg:stroke-linecap=w", "svg:stroke-opacity=n", "svg:stroke-width=n", "svg:viewBox=l", "svg:width=l", "svg:x=n", "svg:x1=n", "svg:x2=n", "svg:y=n", "svg:y1=n", "svg:y2=n",
    "table:align=w", "table:automatic-find-labels=b", "table:base-cell-address=@", "table:border-model=w", "table:case-sensitive=b", "table:cell-range-address=@", "table:contains-header=b", "table:date-value=@",
    "table:default-cell-style-name=@", "table:display=b", "table:display-filter-buttons=b", "table:end-cell-address=@", "table:end-x=n", "table:end-y=n", "table:expression=@", "table:formula=@", "table:is-sub-table=b",
    "table:maximum-difference=n", "table:name=@", "table:null-year=n", "table:number-columns-repeated=n", "table:number-columns-spanned=n", "table:number-matrix-columns-spanned=n",
    "table:number-matrix-rows-spanned=n", "table:number-rows-repeated=n", "table:number-rows-spanned=n", "table:orientation=w", "table:precision-as-shown=b", "table:print=b", "table:print-ranges=@", "table:range-usable-as=l",
    "table:search-criteria-must-apply-to-whole-cell=b", "table:status=w", "table:steps=n", "table:style-name=@", "table:tab-color=c", "table:table-background=b", "table:target-range-address=@", "table:template-name=w",
    "table:use-regular-expressions=b", "table:use-wildcards=b", "table:value-type=w", "table:visibility=w", "table:display-border=b",
    "text:anchor-page-number=n", "text:anchor-type=w", "text:bullet-char=@", "text:bullet-relative-size=n", "text:c=n", "text:caption-sequence-format=w", "text:caption-sequence-name=@", "text:citation-body-style-name=@",
    "text:citation-style-name=@", "text:consecutive-numbering=b", "text:continue-list=@", "text:continue-numbering=b", "text:count-empty-lines=b", "text:count-in-text-boxes=b", "text:default-style-name=@", "text:display=w",
    "text:display-levels=n", "text:display-outline-level=n", "text:dont-balance-text-columns=b", "text:footnotes-position=w", "text:formula=@", "text:id=@", "text:increment=n", "text:index-scope=w", "text:is-list-header=b", "text:label=@",
    "text:label-followed-by=w", "text:level=n", "text:line-break=b", "text:line-number=n", "text:linenumbering=b", "text:list-level-position-and-space-mode=w", "text:list-tab-stop-position=n", "text:main-entry-style-name=@", "text:master-page-name=@",
    "text:min-label-distance=n", "text:min-label-width=n", "text:name=@", "text:note-class=w", "text:num-suffix=@", "text:number-lines=b", "text:number-position=w", "text:offset=n", "text:outline-level=n", "text:page-adjust=n",
    "text:protected=b", "text:ref-name=@", "text:reference-format=w", "text:relative-tab-stop-position=b", "text:restart-numbering=b", "text:restart-on-page=b", "text:select-page=w", "text:separation-character=@", "text:space-before=n",
    "text:start-numbering-at=w", "text:start-value=n", "text:style-name=@", "text:track-changes=b", "text:use-caption=b", "text:use-chart-objects=b", "text:use-draw-objects=b", "text:use-floating-frames=b",
    "text:use-graphics=b", "text:use-index-marks=b", "text:use-index-source-styles=b", "text:use-math-objects=b", "text:use-objects=b", "text:use-other-objects=b", "text:use-outline-level=b",
    "text:use-soft-page-breaks=b", "text:use-spreadsheet-objects=b", "text:use-tables=b", "text:visited-style-name=@", "text:list-id=@", "text:outline-style=b", "text:conditional-style-name=@", "text:copy-outline-levels=b", "text:cond-style-name=@",
    "xlink:actuate=w", "xlink:href=@", "xlink:show=w", "xlink:type=w", "xml:id=@", "xml:space=w",
};

constexpr Rule kRemoved[] = {
    {"anim:par", "OD-SCR", Kind::presentation, "animation of a slide"},
    {"anim:seq", "OD-SCR", Kind::presentation, "animation of a slide"},
    {"anim:iterate", "OD-SCR", Kind::presentation, "animation of a slide"},
    {"draw:applet", "OD-SCR", Kind::active_content, "a program"},
    {"draw:floating-frame", "OD-SCR", Kind::external_reference, "shows another document"},
    {"draw:object-ole", "OD-OBJ", Kind::embedded_file, "a document of another program; its picture stays"},
    {"draw:plugin", "OD-SCR", Kind::external_reference, "film or program that another file holds"},
    {"loext:theme", "OD-FONT", Kind::metadata, "names of a theme; the colours stand in the styles"},
    {"math:annotation", "OD-OBJ", Kind::hidden_content, "source of a formula"},
    {"math:annotation-xml", "OD-OBJ", Kind::hidden_content, "source of a formula"},
    {"office:annotation", "OD-ANN", Kind::comment, "remark of a reviewer"},
    {"office:annotation-end", "OD-ANN", Kind::comment, "end of a reviewer's remark"},
    {"office:dde-source", "OD-SCR", Kind::external_reference, "live link to another program"},
    {"office:event-listeners", "OD-SCR", Kind::active_content, "runs scripts"},
    {"office:forms", "OD-SCR", Kind::form_data, "controls of a form and their values"},
    {"office:meta", "OD-META", Kind::metadata, "data about the document"},
    {"office:scripts", "OD-SCR", Kind::active_content, "scripts"},
    {"office:settings", "OD-SET", Kind::software, "settings of the program"},
    {"presentation:animations", "OD-SCR", Kind::presentation, "animation of a slide"},
    {"presentation:event-listener", "OD-SCR", Kind::active_content, "runs actions"},
    {"presentation:notes", "OD-HID", Kind::hidden_content, "notes of the speaker"},
    {"presentation:settings", "OD-SET", Kind::software, "how the presentation was shown last"},
    {"presentation:sound", "OD-SCR", Kind::external_reference, "sound that another file holds"},
    {"style:handout-master", "OD-HID", Kind::hidden_content, "page of the handouts"},
    {"svg:definition-src", "OD-FONT", Kind::external_reference, "font on a server"},
    {"svg:desc", "OD-ALT", Kind::metadata, "description of a picture that no reader sees"},
    {"svg:font-face-src", "OD-FONT", Kind::embedded_file, "embedded font"},
    {"svg:title", "OD-ALT", Kind::metadata, "title of a picture that no reader sees"},
    {"table:cell-range-source", "OD-SCR", Kind::external_reference, "linked cells of another file"},
    {"table:consolidation", "OD-HID", Kind::path, "where totals were taken from"},
    {"table:content-validations", "OD-HID", Kind::hidden_content, "rules and messages for what may be typed"},
    {"table:data-pilot-tables", "OD-HID", Kind::hidden_content, "pivot tables and their sources"},
    {"table:database-source-query", "OD-SCR", Kind::external_reference, "query of a database"},
    {"table:database-source-sql", "OD-SCR", Kind::external_reference, "query of a database"},
    {"table:database-source-table", "OD-SCR", Kind::external_reference, "table of a database"},
    {"table:dde-links", "OD-SCR", Kind::external_reference, "live links to other programs"},
    {"table:desc", "OD-ALT", Kind::metadata, "description of a table that no reader sees"},
    {"table:detective", "OD-HID", Kind::software, "marks of the auditor"},
    {"table:filter", "OD-HID", Kind::hidden_content, "conditions of a filter"},
    {"table:label-ranges", "OD-HID", Kind::software, "names of columns"},
    {"table:scenario", "OD-HID", Kind::hidden_content, "other values of the cells"},
    {"table:sort", "OD-HID", Kind::software, "how rows were sorted"},
    {"table:subtotal-rules", "OD-HID", Kind::software, "how totals were made"},
    {"table:table-source", "OD-SCR", Kind::external_reference, "linked sheet of another file"},
    {"table:table-template", "OD-FONT", Kind::software, "template of tables"},
    {"table:title", "OD-ALT", Kind::metadata, "title of a table that no reader sees"},
    {"table:tracked-changes", "OD-TC", Kind::revision, "earlier contents of cells, and who changed them"},
    {"text:alphabetical-index-auto-mark-file", "OD-FLD", Kind::path, "file of words for the index"},
    {"text:alphabetical-index-mark", "OD-FLD", Kind::hidden_content, "entry for the index"},
    {"text:alphabetical-index-mark-end", "OD-FLD", Kind::hidden_content, "entry for the index"},
    {"text:alphabetical-index-mark-start", "OD-FLD", Kind::hidden_content, "entry for the index"},
    {"text:alphabetical-index-source", "OD-FLD", Kind::software, "how the index was made"},
    {"text:bibliography-configuration", "OD-FLD", Kind::software, "how the bibliography was made"},
    {"text:bibliography-source", "OD-FLD", Kind::software, "how the bibliography was made"},
    {"text:change", "OD-TC", Kind::revision, "place of a tracked deletion"},
    {"text:change-end", "OD-TC", Kind::revision, "end of a tracked change"},
    {"text:change-start", "OD-TC", Kind::revision, "start of a tracked change"},
    {"text:database-next", "OD-FLD", Kind::external_reference, "next record of a database"},
    {"text:database-row-select", "OD-FLD", Kind::external_reference, "record of a database"},
    {"text:dde-connection-decls", "OD-SCR", Kind::external_reference, "live links to other programs"},
    {"text:script", "OD-SCR", Kind::active_content, "script"},
    {"text:section-source", "OD-SCR", Kind::external_reference, "linked text of another file"},
    {"text:soft-page-break", "OD-SET", Kind::software, "where the pages of the author's computer broke"},
    {"text:toc-mark", "OD-FLD", Kind::hidden_content, "entry for the table of contents"},
    {"text:toc-mark-end", "OD-FLD", Kind::hidden_content, "entry for the table of contents"},
    {"text:toc-mark-start", "OD-FLD", Kind::hidden_content, "entry for the table of contents"},
    {"text:tracked-changes", "OD-TC", Kind::revision, "deleted text, and who changed what and when"},
    {"text:user-field-decls", "OD-FLD", Kind::metadata, "values of fields"},
    {"text:user-index-mark", "OD-FLD", Kind::hidden_content, "entry for an index"},
    {"text:user-index-mark-end", "OD-FLD", Kind::hidden_content, "entry for an index"},
    {"text:user-index-mark-start", "OD-FLD", Kind::hidden_content, "entry for an index"},
    {"text:user-index-source", "OD-FLD", Kind::software, "how the index was made"},
    {"text:variable-decls", "OD-FLD", Kind::metadata, "names of variables"},
};

#define FIELD(name, kind, why) {name, "OD-FLD", Kind::kind, why, Form::flatten}
constexpr Rule kFields[] = {
    FIELD("text:author-initials", author, "initials of whoever wrote it"),
    FIELD("text:author-name", author, "name of whoever wrote it"),
    FIELD("text:bibliography-mark", metadata, "data of a book; its short form stays"),
    FIELD("text:character-count", metadata, "number of characters"),
    FIELD("text:conditional-text", hidden_content, "the text that is not shown"),
    FIELD("text:creation-date", timestamp, "when it was written"),
    FIELD("text:creation-time", timestamp, "when it was written"),
    FIELD("text:creator", author, "who changed it last"),
    FIELD("text:database-display", external_reference, "field of a database"),
    FIELD("text:database-name", external_reference, "name of a database"),
    FIELD("text:database-row-number", external_reference, "record of a database"),
    FIELD("text:date", timestamp, "becomes today's date when the document is opened"),
    FIELD("text:dde-connection", external_reference, "live link to another program"),
    FIELD("text:description", metadata, "description of the document"),
    FIELD("text:drop-down", form_data, "choices of a list"),
    FIELD("text:editing-cycles", metadata, "number of savings"),
    FIELD("text:editing-duration", timestamp, "minutes of work"),
    FIELD("text:execute-macro", active_content, "runs a macro"),
    FIELD("text:expression", metadata, "formula of a field"),
    FIELD("text:file-name", path, "becomes the path of the file when the document is opened"),
    FIELD("text:hidden-text", hidden_content, "text under a condition"),
    FIELD("text:hidden-paragraph", hidden_content, "condition that hides the paragraph"),
    FIELD("text:image-count", metadata, "number of pictures"),
    FIELD("text:initial-creator", author, "who wrote it first"),
    FIELD("text:keywords", metadata, "keywords of the document"),
    FIELD("text:measure", metadata, "size of a shape"),
    FIELD("text:meta", metadata, "text with statements about it"),
    FIELD("text:meta-field", metadata, "field of a program"),
    FIELD("text:modification-date", timestamp, "when it was changed"),
    FIELD("text:modification-time", timestamp, "when it was changed"),
    FIELD("text:object-count", metadata, "number of objects"),
    FIELD("text:page-variable-get", metadata, "page number by a variable"),
    FIELD("text:page-variable-set", metadata, "page number by a variable"),
    FIELD("text:paragraph-count", metadata, "number of paragraphs"),
    FIELD("text:placeholder", form_data, "place to fill in"),
    FIELD("text:print-date", timestamp, "when it was printed"),
    FIELD("text:print-time", timestamp, "when it was printed"),
    FIELD("text:printed-by", author, "who printed it"),
    FIELD("text:sender-city", location, "address of the author"),
    FIELD("text:sender-company", organisation, "company of the author"),
    FIELD("text:sender-country", location, "address of the author"),
    FIELD("text:sender-email", author, "e-mail address of the author"),
    FIELD("text:sender-fax", author, "fax number of the author"),
    FIELD("text:sender-firstname", author, "name of the author"),
    FIELD("text:sender-initials", author, "initials of the author"),
    FIELD("text:sender-lastname", author, "name of the author"),
    FIELD("text:sender-phone-private", author, "telephone number of the author"),
    FIELD("text:sender-phone-work", author, "telephone number of the author"),
    FIELD("text:sender-position", author, "position of the author"),
    FIELD("text:sender-postal-code", location, "address of the author"),
    FIELD("text:sender-state-or-province", location, "address of the author"),
    FIELD("text:sender-street", location, "address of the author"),
    FIELD("text:sender-title", author, "title of the author"),
    FIELD("text:subject", metadata, "subject of the document"),
    FIELD("text:table-count", metadata, "number of tables"),
    FIELD("text:table-formula", metadata, "formula of a table"),
    FIELD("text:template-name", path, "name of the template"),
    FIELD("text:text-input", form_data, "place to fill in"),
    FIELD("text:time", timestamp, "becomes the time at which the document is opened"),
    FIELD("text:title", metadata, "title of the document"),
    FIELD("text:user-defined", metadata, "property of the document"),
    FIELD("text:user-field-get", metadata, "value of a field"),
    FIELD("text:user-field-input", metadata, "value of a field"),
    FIELD("text:variable-get", metadata, "value of a variable"),
    FIELD("text:variable-input", metadata, "value of a variable"),
    FIELD("text:variable-set", metadata, "value of a variable"),
    FIELD("text:word-count", metadata, "number of words"),
    FIELD("loext:content-control", form_data, "control of a form; its text stays"),
};

constexpr Rule kAttributeRules[] = {
    {"officeooo:paragraph-rsid", "OD-RSID", Kind::identifier, "session in which it was written: links copies and authors"},
    {"officeooo:rsid", "OD-RSID", Kind::identifier, "session in which it was written: links copies and authors"},
    {"table:protection-key", "OD-HID", Kind::identifier, "fingerprint of a password"},
    {"text:protection-key", "OD-HID", Kind::identifier, "fingerprint of a password"},
    {"text:condition", "OD-FLD", Kind::hidden_content, "condition of a hidden text"},
    {"draw:filter-name", "OD-PIC", Kind::software, "how a picture was read once"},
    {"draw:mime-type", "OD-PIC", Kind::software, "type of a picture, which its content tells"},
    {"loext:mime-type", "OD-PIC", Kind::software, "type of a picture, which its content tells"},
    {"style:paper-tray-name", "OD-SET", Kind::device, "tray of the author's printer"},
    {"table:content-validation-name", "OD-HID", Kind::hidden_content, "rule for what may be typed"},
    {"draw:display-name", "OD-FONT", Kind::metadata, "a name that somebody chose"},
    {"style:font-adornments", "OD-FONT", Kind::software, "style of the font on the author's computer"},
    {"xlink:title", "OD-ALT", Kind::metadata, "title of a link that no reader sees"},
};

struct ReferenceRow {
    std::string_view attribute;
    Reference reference;
};
constexpr ReferenceRow kReferences[] = {
    {"calcext:apply-style-name", Reference::style}, {"calcext:base-cell-address", Reference::address}, {"calcext:target-range-address", Reference::address}, {"calcext:value", Reference::formula},
    {"chart:label-cell-address", Reference::address}, {"chart:style-name", Reference::style}, {"chart:values-cell-range-address", Reference::address},
    {"draw:angle", Reference::path}, {"draw:caption-id", Reference::id}, {"draw:class-names", Reference::style}, {"draw:end-shape", Reference::id}, {"draw:enhanced-path", Reference::path},
    {"draw:fill-gradient-name", Reference::style}, {"draw:fill-hatch-name", Reference::style}, {"draw:fill-image-name", Reference::style}, {"draw:formula", Reference::path}, {"draw:glue-points", Reference::path},
    {"draw:handle-polar", Reference::path}, {"draw:handle-position", Reference::path}, {"draw:handle-radius-range-maximum", Reference::path}, {"draw:handle-radius-range-minimum", Reference::path},
    {"draw:handle-range-x-maximum", Reference::path}, {"draw:handle-range-x-minimum", Reference::path}, {"draw:handle-range-y-maximum", Reference::path}, {"draw:handle-range-y-minimum", Reference::path},
    {"draw:id", Reference::id}, {"draw:layer", Reference::style}, {"draw:marker-end", Reference::style}, {"draw:marker-start", Reference::style}, {"draw:master-page-name", Reference::style},
    {"draw:name", Reference::object}, {"draw:notify-on-update-of-ranges", Reference::address}, {"draw:opacity-name", Reference::style}, {"draw:points", Reference::path}, {"draw:start-shape", Reference::id},
    {"draw:stroke-dash", Reference::style}, {"draw:style-name", Reference::style}, {"draw:text-areas", Reference::path}, {"draw:type", Reference::shape}, {"draw:text-style-name", Reference::style}, {"drawooo:enhanced-path", Reference::path},
    {"loext:linked-style-name", Reference::style}, {"loext:num-list-format", Reference::shown}, {"number:decimal-replacement", Reference::shown}, {"number:transliteration-format", Reference::shown},
    {"office:date-value", Reference::time}, {"office:string-value", Reference::shown}, {"office:time-value", Reference::time}, {"presentation:duration", Reference::time},
    {"presentation:name", Reference::name}, {"presentation:presentation-page-layout-name", Reference::style}, {"presentation:style-name", Reference::style},
    {"presentation:use-date-time-name", Reference::name}, {"presentation:use-footer-name", Reference::name}, {"presentation:use-header-name", Reference::name},
    {"style:apply-style-name", Reference::style}, {"style:base-cell-address", Reference::address}, {"style:char", Reference::shown}, {"style:condition", Reference::formula}, {"style:data-style-name", Reference::style},
    {"style:font-name", Reference::font}, {"style:font-name-asian", Reference::font}, {"style:font-name-complex", Reference::font}, {"style:leader-char", Reference::shown}, {"style:leader-text", Reference::shown},
    {"style:leader-text-style", Reference::style}, {"style:linked-style-name", Reference::style}, {"style:list-style-name", Reference::style}, {"style:master-page-name", Reference::style}, {"style:name", Reference::style},
    {"style:next-style-name", Reference::style}, {"style:num-format", Reference::shown}, {"style:num-prefix", Reference::shown}, {"style:num-suffix", Reference::shown}, {"style:page-layout-name", Reference::style},
    {"style:parent-style-name", Reference::style}, {"style:percentage-data-style-name", Reference::style}, {"style:register-truth-ref-style-name", Reference::style}, {"style:rel-column-width", Reference::path},
    {"style:style-name", Reference::style}, {"style:text-combine-end-char", Reference::shown}, {"style:text-combine-start-char", Reference::shown}, {"style:text-line-through-text", Reference::shown},
    {"style:text-line-through-text-style", Reference::style}, {"svg:d", Reference::path}, {"svg:font-family", Reference::font},
    {"table:base-cell-address", Reference::address}, {"table:cell-range-address", Reference::address}, {"table:date-value", Reference::time}, {"table:default-cell-style-name", Reference::style},
    {"table:end-cell-address", Reference::address}, {"table:expression", Reference::formula}, {"table:formula", Reference::formula}, {"table:name", Reference::table}, {"table:print-ranges", Reference::address},
    {"table:style-name", Reference::style}, {"table:target-range-address", Reference::address},
    {"text:bullet-char", Reference::shown}, {"text:caption-sequence-name", Reference::name}, {"text:citation-body-style-name", Reference::style}, {"text:citation-style-name", Reference::style},
    {"text:continue-list", Reference::id}, {"text:default-style-name", Reference::style}, {"text:id", Reference::id}, {"text:label", Reference::shown}, {"text:main-entry-style-name", Reference::style},
    {"text:master-page-name", Reference::style}, {"text:name", Reference::name}, {"text:num-suffix", Reference::shown}, {"text:ref-name", Reference::name}, {"text:separation-character", Reference::shown}, {"text:style-name", Reference::style},
    {"text:visited-style-name", Reference::style}, {"xlink:href", Reference::link}, {"xml:id", Reference::id},
};

constexpr Literal kSettings[] = {
    "AddExternalLeading", "AddFrameOffsets", "AddParaLineSpacingToTableCells", "AddParaSpacingToTableCells", "AddParaTableSpacing", "AddParaTableSpacingAtStart", "AddVerticalFrameOffsets", "AlignTabStopPosition",
    "AllowTextAfterFloatingTableBreak", "AnchoredTextOverflowLegacy", "ApplyParagraphMarkFormatToEmptyLineAtEndOfParagraph", "ApplyParagraphMarkFormatToNumbering", "AutoFirstLineIndentDisregardLineSpace",
    "BackgroundParaOverDrawings", "BalanceSpacesAndIdeographicSpaces", "CharacterCompressionType", "ClipAsCharacterAnchoredWriterFlyFrames", "ClippedPictures", "CollapseEmptyCellPara", "ConnectorUseSnapRect",
    "ConsiderTextWrapOnObjPos", "ContinuousEndnotes", "DefaultTabStop", "DisableOffPagePositioning", "DoNotBreakWrappedTables", "DoNotCaptureDrawObjsOnPage", "DoNotJustifyLinesWithManualBreak",
    "DoNotMirrorRtlDrawObjs", "DoNotResetParaAttrsForNumFont", "DropCapPunctuation", "EmptyDbFieldHidesPara", "FloattableNomargins", "FootnoteInColumnToPageEnd", "FrameAutowidthWithMorePara", "GutterAtTop",
    "HeaderSpacingBelowLastPara", "HyphenateURLs", "IgnoreBreakAfterMultilineField", "IgnoreFirstLineIndentInNumbering", "IgnoreHiddenCharsForLineCalculation", "IgnoreTabsAndBlanksForLineCalculation", "InvertBorderSpacing", "IsKernAsianPunctuation",
    "JustifyLinesWithShrinking", "LegacySingleLineFontwork", "MathBaselineAlignment", "MinRowHeightInclBorder", "MsWordCompMinLineHeightByFly", "MsWordCompTrailingBlanks", "NoGapAfterNoteNumber", "NoNumberingShowFollowBy",
    "NumberPortionFormatFromParagraphMark", "OutlineLevelYieldsNumbering", "ParagraphSummation", "PrinterIndependentLayout", "PropLineSpacingShrinksFirstLine", "ProtectFields", "StylesNoDefault", "SubtractFlysAnchoredAtFlys",
    "SurroundTextWrapSmall", "TabAtLeftIndentForParagraphsInList", "TableRowKeep", "TabOverflow", "TabOverMargin", "TabOverSpacing", "TabsRelativeToIndent", "TreatSingleColumnBreakAsPageBreak",
    "UnbreakableNumberings", "UnxForceZeroExtLeading", "UseFormerLineSpacing", "UseFormerObjectPositioning", "UseFormerTextWrapping", "UseOldNumbering", "UseOldPrinterMetrics", "UseTrailingEmptyLinesInLayout",
    "UseVariableWidthNBSP", "WordLikeWrapForAsCharFlys", "WrapAsCharFlysLikeInOOXML",
};

constexpr Literal kStandardNames[] = {
    "Addressee", "Bullet_20_Symbols", "Caption", "Caption_20_characters", "Citation", "Complimentary_20_close", "Definition", "Drawing", "Drop_20_Caps", "Emphasis", "Endnote", "Endnote_20_Symbol", "Endnote_20_anchor", "Envelope", "Example",
    "Figure", "First_20_Page", "First_20_line_20_indent", "Footer", "Footer_20_left", "Footer_20_right", "Footnote", "Footnote_20_Symbol", "Footnote_20_anchor", "Footnote_20_Characters", "Endnote_20_Characters", "Formula", "Frame", "Frame_20_contents", "Graphics",
    "HTML", "Hanging_20_indent", "Header", "Header_20_and_20_Footer", "Header_20_left", "Header_20_right", "Heading", "Heading1", "Horizontal_20_Line", "Illustration", "Illustration_20_Index_20_Heading",
    "Index", "Index_20_Heading", "Index_20_Link", "Index_20_Separator", "Internet_20_Link", "Internet_20_link", "Labels", "Landscape", "Left_20_Page", "Line_20_numbering", "Line", "List", "List_20_Contents", "List_20_Heading", "List_20_Indent", "Main_20_index_20_entry",
    "Marginalia", "No_20_List", "Normal", "Numbering_20_Symbols", "OLE", "Outline", "Page_20_Number", "Placeholder", "Preformatted_20_Text", "Quotations", "Report", "Result", "Result2", "Right_20_Page", "Rubies", "Salutation", "Sender",
    "Signature", "Source_20_Text", "Standard", "Strong_20_Emphasis", "Subtitle", "Table", "Table_20_Contents", "Table_20_Heading", "Table_20_index_20_heading", "Table_20_Index_20_Heading", "Teletype", "Text", "Text_20_body", "Text_20_body_20_indent",
    "Title", "User_20_Entry", "User_20_Index_20_Heading", "Variable", "Vertical_20_Numbering_20_Symbols", "Visited_20_Internet_20_Link", "Watermark", "background", "backgroundobjects", "controls", "default", "layout", "local-table", "measurelines", "standard",
    "objectwithoutfill", "objectwitharrow", "objectwithshadow", "objectwithnofillandnoline", "textbody", "textbodyjustfied", "textbodyindent", "title", "title1", "title2", "headline", "headline1", "headline2", "measure", "Default", "Default_20_Drawing_20_Style", "Object_20_with_20_no_20_fill_20_and_20_no_20_line",
    "Text_20_body_20_justified", "Contents_20_Heading", "Comment", "Default_20_Paragraph_20_Font", "Default_20_Page_20_Style",
};

xml::Tables tables() {
    xml::Tables all;
    all.namespaces = {kNamespaces};
    all.elements = {kElements};
    all.attributes = {kAttributes};
    all.attribute_rules = {kAttributeRules};
    all.words = {words()};
    all.typefaces = {ooxml::typefaces()};
    return all;
}

bool is_number_behind(std::string_view name, std::string_view stem) {
    if (!name.starts_with(stem)) return false;
    auto const rest = name.substr(stem.size());
    return !rest.empty() && rest.size() <= 2 && std::all_of(rest.begin(), rest.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::span<xml::Namespace const> namespaces() { return kNamespaces; }

xml::Grammar const& grammar() {
    static xml::Grammar const kGrammar(tables());
    return kGrammar;
}

std::span<Rule const> removed_elements() { return kRemoved; }
std::span<Rule const> frozen_fields() { return kFields; }
std::span<Rule const> attribute_rules() { return kAttributeRules; }
std::span<Literal const> settings() { return kSettings; }

Reference reference_of(std::string_view attribute) {
    auto const* const row = std::find_if(std::begin(kReferences), std::end(kReferences), [&](ReferenceRow const& r) { return r.attribute == attribute; });
    return row == std::end(kReferences) ? Reference::none : row->reference;
}

bool is_standard_name(std::string_view name) {
    constexpr std::string_view kNumbered[] = {"Contents_20_", "Heading_20_", "Index_20_", "List_20_", "Numbering_20_", "User_20_Index_20_", "Illustration_20_Index_20_", "Object_20_index_20_", "Table_20_index_20_", "Bibliography_20_", "Accent_20_"};
    return std::find_if(std::begin(kStandardNames), std::end(kStandardNames), [&](Literal n) { return n == name; }) != std::end(kStandardNames) ||
           std::any_of(std::begin(kNumbered), std::end(kNumbered), [&](std::string_view stem) { return is_number_behind(name, stem); });
}

}  // namespace scrub::engine::odf
