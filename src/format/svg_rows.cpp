// Tables of SVG.
#include "format/svg_rows.hpp"

#include <algorithm>
#include <iterator>

namespace scrub::engine::svg {
namespace {

constexpr Element kElements[] = {
    {"a", Role::container}, {"animate", Role::animation}, {"animateColor", Role::animation}, {"animateMotion", Role::animation}, {"animateTransform", Role::animation},
    {"circle", Role::shape}, {"clipPath", Role::resource}, {"defs", Role::resource}, {"ellipse", Role::shape},
    {"feBlend", Role::part}, {"feColorMatrix", Role::part}, {"feComponentTransfer", Role::part}, {"feComposite", Role::part}, {"feConvolveMatrix", Role::part},
    {"feDiffuseLighting", Role::part}, {"feDisplacementMap", Role::part}, {"feDistantLight", Role::part}, {"feDropShadow", Role::part}, {"feFlood", Role::part},
    {"feFuncA", Role::part}, {"feFuncB", Role::part}, {"feFuncG", Role::part}, {"feFuncR", Role::part}, {"feGaussianBlur", Role::part}, {"feImage", Role::part},
    {"feMerge", Role::part}, {"feMergeNode", Role::part}, {"feMorphology", Role::part}, {"feOffset", Role::part}, {"fePointLight", Role::part},
    {"feSpecularLighting", Role::part}, {"feSpotLight", Role::part}, {"feTile", Role::part}, {"feTurbulence", Role::part}, {"filter", Role::resource},
    {"g", Role::container}, {"image", Role::shape}, {"line", Role::shape}, {"linearGradient", Role::resource}, {"marker", Role::resource}, {"mask", Role::resource},
    {"mpath", Role::part}, {"path", Role::shape}, {"pattern", Role::resource}, {"polygon", Role::shape}, {"polyline", Role::shape}, {"radialGradient", Role::resource},
    {"rect", Role::shape}, {"set", Role::animation}, {"stop", Role::part}, {"svg", Role::container}, {"switch", Role::container}, {"symbol", Role::resource},
    {"text", Role::text}, {"textPath", Role::text}, {"tref", Role::text}, {"tspan", Role::text}, {"use", Role::shape},
};

// How things look: attributes, and properties of CSS.
constexpr Attribute kProperties[] = {
    {"alignment-baseline", Value::style}, {"background", Value::style}, {"background-color", Value::style}, {"baseline-shift", Value::style}, {"clip", Value::style},
    {"clip-path", Value::style}, {"clip-rule", Value::style}, {"color", Value::style}, {"color-interpolation", Value::style}, {"color-interpolation-filters", Value::style},
    {"color-rendering", Value::style}, {"cx", Value::style}, {"cy", Value::style}, {"direction", Value::style}, {"display", Value::style},
    {"dominant-baseline", Value::style}, {"enable-background", Value::style}, {"fill", Value::style}, {"fill-opacity", Value::style}, {"fill-rule", Value::style},
    {"filter", Value::style}, {"flood-color", Value::style}, {"flood-opacity", Value::style}, {"font", Value::style}, {"font-family", Value::style},
    {"font-size", Value::style}, {"font-size-adjust", Value::style}, {"font-stretch", Value::style}, {"font-style", Value::style}, {"font-variant", Value::style},
    {"font-weight", Value::style}, {"glyph-orientation-horizontal", Value::style}, {"glyph-orientation-vertical", Value::style}, {"height", Value::style},
    {"image-rendering", Value::style}, {"isolation", Value::style}, {"kerning", Value::style}, {"letter-spacing", Value::style}, {"lighting-color", Value::style},
    {"line-height", Value::style}, {"marker", Value::style}, {"marker-end", Value::style}, {"marker-mid", Value::style}, {"marker-start", Value::style},
    {"mask", Value::style}, {"mask-type", Value::style}, {"mix-blend-mode", Value::style}, {"opacity", Value::style}, {"overflow", Value::style},
    {"paint-order", Value::style}, {"pointer-events", Value::style}, {"r", Value::style}, {"rx", Value::style}, {"ry", Value::style}, {"shape-rendering", Value::style},
    {"stop-color", Value::style}, {"stop-opacity", Value::style}, {"stroke", Value::style}, {"stroke-dasharray", Value::style}, {"stroke-dashoffset", Value::style},
    {"stroke-linecap", Value::style}, {"stroke-linejoin", Value::style}, {"stroke-miterlimit", Value::style}, {"stroke-opacity", Value::style},
    {"stroke-width", Value::style}, {"text-align", Value::style}, {"text-anchor", Value::style}, {"text-decoration", Value::style}, {"text-rendering", Value::style},
    {"text-transform", Value::style}, {"transform", Value::style}, {"transform-origin", Value::style}, {"unicode-bidi", Value::style}, {"vector-effect", Value::style},
    {"visibility", Value::style}, {"white-space", Value::style}, {"width", Value::style}, {"word-spacing", Value::style}, {"writing-mode", Value::style},
    {"x", Value::style}, {"y", Value::style},
};

constexpr Attribute kAttributes[] = {
    {"accumulate", Value::style}, {"additive", Value::style}, {"amplitude", Value::style}, {"attributeName", Value::style}, {"attributeType", Value::style},
    {"azimuth", Value::style}, {"baseFrequency", Value::style}, {"begin", Value::id_list}, {"bias", Value::style}, {"by", Value::style}, {"calcMode", Value::style},
    {"clipPathUnits", Value::style}, {"d", Value::path}, {"diffuseConstant", Value::style}, {"divisor", Value::style}, {"dur", Value::style}, {"dx", Value::style},
    {"dy", Value::style}, {"edgeMode", Value::style}, {"elevation", Value::style}, {"end", Value::id_list}, {"exponent", Value::style}, {"filterRes", Value::style},
    {"filterUnits", Value::style}, {"fr", Value::style}, {"from", Value::style}, {"fx", Value::style}, {"fy", Value::style}, {"gradientTransform", Value::style},
    {"gradientUnits", Value::style}, {"in", Value::result}, {"in2", Value::result}, {"intercept", Value::style}, {"k1", Value::style}, {"k2", Value::style}, {"k3", Value::style}, {"k4", Value::style},
    {"kernelMatrix", Value::style}, {"kernelUnitLength", Value::style}, {"keyPoints", Value::style}, {"keySplines", Value::style}, {"keyTimes", Value::style},
    {"lengthAdjust", Value::style}, {"limitingConeAngle", Value::style}, {"markerHeight", Value::style}, {"markerUnits", Value::style}, {"markerWidth", Value::style},
    {"maskContentUnits", Value::style}, {"maskUnits", Value::style}, {"max", Value::style}, {"method", Value::style}, {"min", Value::style}, {"mode", Value::style},
    {"numOctaves", Value::style}, {"offset", Value::style}, {"operator", Value::style}, {"order", Value::style}, {"orient", Value::style}, {"path", Value::path},
    {"pathLength", Value::style}, {"patternContentUnits", Value::style}, {"patternTransform", Value::style}, {"patternUnits", Value::style}, {"points", Value::path},
    {"pointsAtX", Value::style}, {"pointsAtY", Value::style}, {"pointsAtZ", Value::style}, {"preserveAlpha", Value::style}, {"preserveAspectRatio", Value::style},
    {"primitiveUnits", Value::style}, {"radius", Value::style}, {"refX", Value::style}, {"refY", Value::style}, {"repeatCount", Value::style}, {"repeatDur", Value::style},
    {"restart", Value::style}, {"result", Value::result}, {"rotate", Value::style}, {"scale", Value::style}, {"seed", Value::style}, {"side", Value::style}, {"slope", Value::style},
    {"spacing", Value::style}, {"specularConstant", Value::style}, {"specularExponent", Value::style}, {"spreadMethod", Value::style}, {"startOffset", Value::style},
    {"stdDeviation", Value::style}, {"stitchTiles", Value::style}, {"surfaceScale", Value::style}, {"tableValues", Value::style}, {"targetX", Value::style},
    {"targetY", Value::style}, {"textLength", Value::style}, {"to", Value::style}, {"type", Value::style}, {"values", Value::style}, {"viewBox", Value::style},
    {"x1", Value::style}, {"x2", Value::style}, {"xChannelSelector", Value::style}, {"xml:space", Value::style}, {"y1", Value::style}, {"y2", Value::style},
    {"yChannelSelector", Value::style}, {"z", Value::style},
};

// Words that values are made of, in small letters. Sorted, to be searched.
constexpr std::string_view kWords[] = {
    "a", "accumulate", "add", "additive", "after-edge", "aliceblue", "all", "alphabetic", "alpha", "always", "antiquewhite", "aqua", "aquamarine", "arithmetic", "atop", "auto",
    "auto-start-reverse", "azure", "b", "background", "backgroundalpha", "backgroundimage", "baseline", "before-edge", "beige", "bevel", "bisque", "black", "blanchedalmond", "blink",
    "block", "blue", "blueviolet", "bold", "bolder", "both", "bottom", "brown", "burlywood", "butt", "cadetblue", "capitalize", "center", "central", "chartreuse",
    "chocolate", "collapse", "color", "color-burn", "color-dodge", "condensed", "context-fill", "context-stroke", "coral", "cornflowerblue", "cornsilk", "crimson",
    "crispedges", "css", "currentcolor", "cyan", "darkblue", "darkcyan", "darken", "darkgoldenrod", "darkgray", "darkgreen", "darkgrey", "darkkhaki", "darkmagenta",
    "darkolivegreen", "darkorange", "darkorchid", "darkred", "darksalmon", "darkseagreen", "darkslateblue", "darkslategray", "darkslategrey", "darkturquoise",
    "darkviolet", "deeppink", "deepskyblue", "default", "difference", "dilate", "dimgray", "dimgrey", "discrete", "dodgerblue", "duplicate", "e", "embed", "end", "erode",
    "evenodd", "exact", "exclusion", "expanded", "extra-condensed", "extra-expanded", "fill", "fillpaint", "firebrick", "fixed", "floralwhite", "forestgreen", "fractalnoise",
    "freeze", "fuchsia", "g", "gainsboro", "gamma", "geometricprecision", "ghostwhite", "gold", "goldenrod", "gray", "green", "greenyellow", "grey", "hanging", "hard-light",
    "hidden", "honeydew", "horizontal", "hotpink", "huerotate", "hue", "identity", "ideographic", "important", "in", "indefinite", "indianred", "indigo", "infinite", "inherit", "initial",
    "inline", "inline-block", "in-place", "isolate", "italic", "ivory", "justify", "khaki", "large", "larger", "lavender", "lavenderblush", "lawngreen", "left", "lemonchiffon", "lightblue",
    "lightcoral", "lightcyan", "lighten", "lighter", "lightgoldenrodyellow", "lightgray", "lightgreen", "lightgrey", "lightpink", "lightsalmon", "lightseagreen",
    "lightskyblue", "lightslategray", "lightslategrey", "lightsteelblue", "lightyellow", "lime", "limegreen", "line-through", "linear", "linearrgb", "linen", "loose",
    "lowercase", "lr", "lr-tb", "ltr", "luminance", "luminancetoalpha", "luminosity", "magenta", "markers", "maroon", "mathematical", "matrix", "medium", "mediumaquamarine",
    "mediumblue", "mediumorchid", "mediumpurple", "mediumseagreen", "mediumslateblue", "mediumspringgreen", "mediumturquoise", "mediumvioletred", "meet", "middle",
    "midnightblue", "mintcream", "mistyrose", "miter", "miter-clip", "moccasin", "multiply", "narrower", "navajowhite", "navy", "never", "new", "no-change", "nonzero", "non-scaling-stroke",
    "none", "normal", "nostitch", "nowrap", "objectboundingbox", "oblique", "oldlace", "olive", "olivedrab", "optimizelegibility", "optimizequality", "optimizespeed", "orange",
    "orangered", "orchid", "out", "over", "overlay", "overline", "paced", "painted", "palegoldenrod", "palegreen", "paleturquoise", "palevioletred", "papayawhip", "peachpuff",
    "peru", "pink", "pixelated", "plum", "powderblue", "pre", "pre-line", "pre-wrap", "preserve", "purple", "r", "rebeccapurple", "red", "remove", "replace", "reset-size", "right", "rl", "rl-tb", "rosybrown",
    "rotate", "round", "royalblue", "rtl", "saddlebrown", "salmon", "sandybrown", "saturate", "saturation", "scale", "screen", "scroll", "seagreen", "seashell",
    "semi-condensed", "semi-expanded", "sienna", "silver", "skewx", "skewy", "skyblue", "slateblue", "slategray", "slategrey", "slice", "small", "small-caps",
    "smaller", "snow", "soft-light", "solid", "sourcealpha", "sourcegraphic", "spacing", "spacingandglyphs", "spline", "springgreen", "square", "srgb", "start", "steelblue", "stitch",
    "strict", "stretch", "stroke", "strokepaint", "strokewidth", "sub", "sum", "super", "table", "tan", "tb", "tb-rl", "teal", "text-after-edge", "text-before-edge", "text-bottom", "text-top", "thistle",
    "tomato", "top", "translate", "transparent", "turbulence", "turquoise", "ultra-condensed", "ultra-expanded", "underline", "unset", "uppercase", "use-script", "userspaceonuse", "vertical-lr",
    "vertical-rl", "horizontal-tb", "violet", "visible", "visiblefill", "visiblepainted", "visiblestroke", "wheat", "whennotactive", "white", "whitesmoke", "wider", "wrap", "x", "xml", "xmaxymax", "xmaxymid", "xmaxymin", "xmidymax",
    "xmidymid", "xmidymin", "xminymax", "xminymid", "xminymin", "xor", "x-large", "x-small", "xx-large", "xx-small", "y", "yellow", "yellowgreen", "no-clip", "inherits", "bidi-override", "lighter-color",
};
constexpr std::string_view kFunctions[] = {"rgb", "rgba", "hsl", "hsla", "matrix", "translate", "translatex", "translatey", "scale", "scalex", "scaley", "rotate", "skewx", "skewy", "calc", "rect",
                                           "inset", "circle", "ellipse", "polygon", "blur", "brightness", "contrast", "drop-shadow", "grayscale", "hue-rotate", "invert", "opacity", "saturate", "sepia"};
constexpr std::string_view kUnits[] = {"px", "pt", "em", "ex", "in", "cm", "mm", "pc", "rem", "deg", "rad", "grad", "turn", "s", "ms", "vw", "vh", "ch", "min", "h"};
constexpr std::string_view kFonts[] = {"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "Arial", "Arial Black", "Arial Narrow", "ArialMT", "Arial-BoldMT", "Helvetica", "Helvetica Neue", "Helvetica-Bold", "HelveticaNeue", "Times", "Times New Roman",
                                       "TimesNewRomanPSMT", "Courier", "Courier New", "CourierNewPSMT", "Verdana", "Georgia", "Tahoma", "Trebuchet MS", "Comic Sans MS", "Impact", "Calibri", "Cambria", "Consolas", "Segoe UI", "Roboto", "Open Sans", "Lato",
                                       "Noto Sans", "Noto Serif", "DejaVu Sans", "DejaVu Serif", "DejaVu Sans Mono", "Bitstream Vera Sans", "Bitstream Vera Sans Mono", "Liberation Sans", "Liberation Serif", "Liberation Mono", "Lucida Console", "Lucida Grande", "Lucida Sans Unicode", "Palatino",
                                       "Palatino Linotype", "Garamond", "Bookman", "Century Gothic", "Futura", "Gill Sans", "Monaco", "Menlo", "MyriadPro-Regular", "Myriad Pro", "MinionPro-Regular", "Symbol", "Wingdings", "Ubuntu", "Source Sans Pro",
                                       "Montserrat", "MS Gothic", "SimSun", "Microsoft YaHei", "Sans", "Serif", "Monospace"};

std::string small(std::string_view text) {
    std::string out(text);
    for (auto& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

template <class Row, std::size_t N>
Row const* row_of(Row const (&table)[N], std::string_view name) {
    auto const* const row = std::find_if(std::begin(table), std::end(table), [&](Row const& r) { return r.name == name; });
    return row == std::end(table) ? nullptr : row;
}

template <std::size_t N>
bool contains(std::string_view const (&list)[N], std::string_view word) {
    return std::find(std::begin(list), std::end(list), word) != std::end(list);
}

}  // namespace

Element const* find_element(std::string_view name) { return row_of(kElements, name); }

Attribute const* find_attribute(std::string_view name) {
    auto const* const row = row_of(kAttributes, name);
    return row != nullptr ? row : row_of(kProperties, name);
}

Attribute const* find_property(std::string_view name) { return row_of(kProperties, name); }
bool is_known_word(std::string_view word) {
    if (contains(kWords, small(word))) return true;
    // Animations name the attribute that they change, but none that refers to something.
    return find_attribute(word) != nullptr;
}
bool is_known_function(std::string_view name) { return contains(kFunctions, small(name)); }
bool is_unit(std::string_view unit) { return contains(kUnits, small(unit)); }

std::string_view usual_font(std::string_view name) {
    auto const wanted = small(name);
    auto const* const font = std::find_if(std::begin(kFonts), std::end(kFonts), [&](std::string_view f) { return small(f) == wanted; });
    return font == std::end(kFonts) ? std::string_view{} : *font;
}

}  // namespace scrub::engine::svg
