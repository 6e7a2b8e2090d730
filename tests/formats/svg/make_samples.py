#!/usr/bin/env python3
"""Makes the SVG samples. Needs the standard library only; gives the same bytes every time."""
import base64
import pathlib
import struct
import sys
import zlib

OUT = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else pathlib.Path(__file__).parent / "samples")


def png(who):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)) + chunk(b"tEXt", b"Author\0PLANTED-" + who.encode() + b"-PNG")
            + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b""))


def svg(who):
    p = lambda where: f"PLANTED-{who}-{where}"
    return f'''<?xml version="1.0" encoding="UTF-8" standalone="no"?>
<!-- {p("COMMENT")} -->
<?xml-stylesheet href="http://example.org/{p("PI")}.css"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://example.org/{p("DTD")}.dtd" [
<!ENTITY ns_svg "http://www.w3.org/2000/svg">
<!ENTITY unused "{p("ENTITY")}">
<!ENTITY word "seen">
]>
<svg xmlns="&ns_svg;" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape"
 xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns:odd="urn:{p("NAMESPACE")}" xmlns:i="http://ns.adobe.com/AdobeIllustrator/10.0/"
 width="100" height="80" viewBox="0 0 100 80" id="{p("ROOT-ID")}" sodipodi:docname="{p("DOCNAME")}.svg" inkscape:export-filename="/home/{p("EXPORT")}.png"
 onload="alert('{p("ONLOAD")}')" data-name="{p("DATA")}" odd:attribute="{p("ODD-ATTRIBUTE")}" aria-label="{p("ARIA")}" xml:lang="en" unlisted="{p("UNLISTED")}">
 {p("STRAY")}
 <title>{p("TITLE")}</title><desc>{p("DESC")}</desc>
 <metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:li>{p("RDF")}</rdf:li></rdf:RDF></metadata>
 <sodipodi:namedview inkscape:document-units="{p("NAMEDVIEW")}"/>
 <i:pgf id="{p("PGF-ID")}">{p("PGF")}</i:pgf>
 <odd:element>{p("ODD-ELEMENT")}</odd:element>
 <unlisted>{p("ELEMENT")}</unlisted>
 <script>{p("SCRIPT")}</script>
 <foreignObject><body xmlns="http://www.w3.org/1999/xhtml">{p("FOREIGN")}</body></foreignObject>
 <style>/* {p("CSS-COMMENT")} */ @import url("http://example.org/{p("IMPORT")}"); @font-face {{ font-family: "{p("FACE")}"; src: url(http://example.org/f) }}
  .{p("CLASS")} {{ fill: blue; -odd-thing: {p("CSS-PROPERTY")} }} #{p("UNUSED-SELECTOR")} {{ fill: red }} rect[data-x="{p("CSS-ATTRIBUTE")}"] {{ fill: red }}
  .gone {{ display: none }}</style>
 <defs id="{p("DEFS")}"><linearGradient id="{p("GRADIENT")}"><stop offset="0" stop-color="#f00"/><stop offset="1" style="stop-color:rgb(0,0,255);font-family:{p("STYLE-FONT")}"/></linearGradient>
  <text id="{p("UNUSED-ID")}">{p("UNUSED-DEF")}</text><filter id="{p("FILTER")}"><feFlood flood-color="red" result="{p("RESULT")}"/><feBlend in="{p("RESULT")}" in2="SourceGraphic"/></filter><symbol id="{p("SYMBOL")}"><circle r="5" cx="5" cy="5"/></symbol></defs>
 <rect x="1" y="1" width="50" height="40" fill="url(#{p("GRADIENT")})" class="{p("CLASS")} {p("UNUSED-CLASS")}" stroke="{p("PAINT")}"/>
 <use xlink:href="#{p("SYMBOL")}" x="20"/><use xlink:href="http://example.org/{p("USE")}#x"/>
 <g filter="url(#{p("FILTER")})"><circle r="2"/></g><text x="5" y="60" font-family="{p("FONT")}, Arial">&word; text<tspan dx="3">!</tspan></text>
 <text x="5" y="70" display="none">{p("DISPLAY")}</text><text style="visibility:hidden" y="20">{p("VISIBILITY")}</text><text opacity="0" y="20">{p("OPACITY")}</text>
 <text class="gone" y="30">{p("CSS-HIDDEN")}</text><text x="-5000" y="20">{p("OFF-CANVAS")}</text>
 <a xlink:href="https://example.org/page?copy={p("QUERY")}"><path d="M 60 10 L 90 10 L 75 40 Z"/></a><a xlink:href="javascript:alert('{p("JAVASCRIPT")}')"><circle cx="80" cy="60" r="5"/></a>
 <image width="5" height="5" xlink:href="data:image/png;base64,{base64.b64encode(png(who)).decode()}"/><image width="5" height="5" xlink:href="http://example.org/{p("IMAGE")}.png"/>
 <switch><g systemLanguage="{p("LANGUAGE")}"><text y="20">{p("SWITCH")}</text></g><g><circle cx="60" cy="60" r="4"/></g></switch>
 <rect id="{p("MOVED")}" x="2" y="50" width="3" height="3"><animate id="{p("FIRST")}" attributeName="x" from="2" to="8" dur="1s" begin="0s;{p("FIRST")}.end"/>
  <set attributeName="xlink:href" to="javascript:{p("SET")}"/></rect>
</svg>
<!-- {p("LAST")} -->
'''.encode()


def gzip(data, who):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    body = packer.compress(data) + packer.flush()
    who = who.encode()
    return (b"\x1f\x8b\x08\x18" + struct.pack("<I", 1600000000) + b"\2\3" + b"PLANTED-" + who + b"-NAME.svg\0PLANTED-" + who + b"-GZIP-COMMENT\0" + body
            + struct.pack("<II", zlib.crc32(data), len(data)) + b"PLANTED-" + who + b"-GZIP-TAIL")


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    samples = {"planted_a.svg": svg("ANNA"), "planted_b.svg": svg("BERT"), "planted_a.svgz": gzip(svg("ANNA"), "ANNA"), "planted_b.svgz": gzip(svg("BERT"), "BERT")}
    laughs = "".join(f'<!ENTITY l{i} "{("&l%d;" % (i - 1)) * 10}">' for i in range(1, 12))
    samples["laughs.svg"] = f'<!DOCTYPE svg [<!ENTITY l0 "ha">{laughs}]><svg xmlns="http://www.w3.org/2000/svg"><text>&l11;</text></svg>'.encode()
    samples["loop.svg"] = b'<!DOCTYPE svg [<!ENTITY a "&b;"><!ENTITY b "&a;">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>'
    samples["outside.svg"] = b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>'
    for name, data in samples.items():
        (OUT / name).write_bytes(data)


if __name__ == "__main__":
    main()
