#!/usr/bin/env python3
"""Makes the OpenDocument samples: a text, a spreadsheet, a presentation, a drawing and flat files with a text of the form PLANTED-... in every
place where a document can hide one. Needs the standard library only; gives the same bytes every time."""
import base64
import pathlib
import struct
import sys
import zipfile
import zlib

HERE = pathlib.Path(__file__).resolve().parent

NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0", "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0", "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink", "dc": "http://purl.org/dc/elements/1.1/", "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0", "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "chart": "urn:oasis:names:tc:opendocument:xmlns:chart:1.0", "math": "http://www.w3.org/1998/Math/MathML",
    "form": "urn:oasis:names:tc:opendocument:xmlns:form:1.0", "script": "urn:oasis:names:tc:opendocument:xmlns:script:1.0",
    "config": "urn:oasis:names:tc:opendocument:xmlns:config:1.0", "presentation": "urn:oasis:names:tc:opendocument:xmlns:presentation:1.0",
    "anim": "urn:oasis:names:tc:opendocument:xmlns:animation:1.0", "smil": "urn:oasis:names:tc:opendocument:xmlns:smil-compatible:1.0",
    "officeooo": "http://openoffice.org/2009/office", "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
    "xhtml": "http://www.w3.org/1999/xhtml", "of": "urn:oasis:names:tc:opendocument:xmlns:of:1.2", "evil": "urn:planted:unknown",
}
DECLARED = " ".join('xmlns:%s="%s"' % pair for pair in NAMESPACES.items())


def png(colour):
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = b"".join(b"\0" + bytes(colour) * 8 for _ in range(8))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def root(kind, body, version="1.3"):
    return '<?xml version="1.0" encoding="UTF-8"?>\n<office:document-%s %s office:version="%s">%s</office:document-%s>' % (kind, DECLARED, version, body, kind)


class Maker:
    """Everything that identifies is made of a mark, so that twins come from two marks."""

    def __init__(self, mark):
        self.mark = mark

    def token(self, where):
        return "PLANTED-%s-%s" % (where, self.mark)

    # --- what all documents have ---

    def meta(self):
        t = self.token
        return ("<office:meta><meta:generator>%s</meta:generator><meta:initial-creator>%s</meta:initial-creator><dc:creator>%s</dc:creator><dc:title>%s</dc:title>"
                "<dc:subject>%s</dc:subject><dc:description>%s</dc:description><meta:keyword>%s</meta:keyword><meta:creation-date>2024-03-09T17:42:11</meta:creation-date>"
                "<dc:date>2024-03-10T17:42:11</dc:date><meta:print-date>2024-03-11T08:00:00</meta:print-date><meta:printed-by>%s</meta:printed-by><dc:language>en</dc:language>"
                "<meta:editing-cycles>17</meta:editing-cycles><meta:editing-duration>PT3H</meta:editing-duration><meta:user-defined meta:name=\"%s\">%s</meta:user-defined>"
                "<meta:template xlink:href=\"../%s.ott\"/></office:meta>") % tuple(t("meta%d" % i) for i in range(11))

    def settings(self):
        items = [("PrinterName", "string"), ("PrinterSetup", "base64Binary"), ("PrintFaxName", "string"), ("Rsid", "int"), ("RsidRoot", "int"), ("CurrentDatabaseDataSource", "string"),
                 ("EmbeddedDatabaseName", "string"), ("ColorTableURL", "string"), ("DashTableURL", "string"), ("LineEndTableURL", "string"), ("HatchTableURL", "string"),
                 ("GradientTableURL", "string"), ("BitmapTableURL", "string"), ("RedlineProtectionKey", "base64Binary"), ("Unknown" + self.token("setting"), "string")]
        body = "".join('<config:config-item config:name="%s" config:type="%s">%s</config:config-item>' % (name, kind, self.token("set" + name)) for name, kind in items)
        body += '<config:config-item config:name="AddParaTableSpacing" config:type="boolean">true</config:config-item>'
        body += '<config:config-item config:name="TabOverflow" config:type="boolean">%s</config:config-item>' % self.token("flag")
        body += '<config:config-item config:name="CharacterCompressionType" config:type="short">0</config:config-item>'
        body += '<config:config-item config:name="PrinterIndependentLayout" config:type="string">high-resolution</config:config-item>'
        return '<office:settings><config:config-item-set config:name="ooo:configuration-settings">%s</config:config-item-set></office:settings>' % body

    def package(self, media_type, content, styles, extra=()):
        t = self.token
        files = {
            "content.xml": root("content", content),
            "styles.xml": root("styles", styles),
            "meta.xml": root("meta", self.meta()),
            "settings.xml": root("settings", self.settings()),
            "manifest.rdf": "<rdf>%s</rdf>" % t("rdf"),
            "layout-cache": t("cache"),
            "Thumbnails/thumbnail.png": png((9, 9, 9)),
            "Configurations2/toolbar/%s.xml" % t("toolbar"): "<toolbar/>",
            "Basic/Standard/Module1.xml": "<script>%s</script>" % t("basic"),
            "Dialogs/Standard/Dialog1.xml": "<dialog>%s</dialog>" % t("dialog"),
            "Scripts/python/run.py": "# " + t("python"),
            "Versions/Version1": t("version"),
            "VersionList.xml": "<versions>%s</versions>" % t("versions"),
            "META-INF/documentsignatures.xml": "<signature>%s</signature>" % t("signature"),
            "META-INF/macrosignatures.xml": "<signature>%s</signature>" % t("macrosignature"),
            "META-INF/content_credential.c2pa": t("c2pa"),
            "debug/operations.txt": t("debug"),
            "database/script": t("database"),
            "Fonts/font.ttf": t("font"),
            "Media/film.mp4": t("film"),
            "Pictures/unused.png": png((1, 2, 3)),
            "secret/%s.bin" % t("name"): t("unknown"),
            "Pictures/seen.png": png((200, 40, 40)),
        }
        files.update(dict(extra))
        manifest = "".join('<manifest:file-entry manifest:full-path="%s" manifest:media-type="text/xml"/>' % name for name in files)
        manifest = ('<?xml version="1.0" encoding="UTF-8"?>\n<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
                    '<manifest:file-entry manifest:full-path="/" manifest:media-type="%s"/>%s</manifest:manifest>') % (media_type, manifest)
        return packed([("mimetype", media_type)] + sorted(files.items()) + [("META-INF/manifest.xml", manifest)])

    # --- a text ---

    def annotation(self, where):
        t = self.token
        return ('<office:annotation office:name="%s" loext:resolved="false"><dc:creator>%s</dc:creator><dc:date>2024-03-09T17:42:11</dc:date><meta:creator-initials>%s</meta:creator-initials>'
                '<text:p>%s</text:p></office:annotation>') % (t(where + "name"), t(where + "creator"), t(where + "initials"), t(where))

    def changes(self, where):
        t = self.token
        info = "<office:change-info><dc:creator>%s</dc:creator><dc:date>2024-03-09T17:42:11</dc:date><text:p>%s</text:p></office:change-info>" % (t(where + "who"), t(where + "why"))
        return ('<text:tracked-changes text:track-changes="true"><text:changed-region xml:id="ct1" text:id="ct1"><text:deletion>%s<text:p>%s</text:p></text:deletion></text:changed-region>'
                '<text:changed-region xml:id="ct2" text:id="ct2"><text:insertion>%s</text:insertion></text:changed-region></text:tracked-changes>') % (info, t(where + "deleted"), info)

    def picture(self, href="Pictures/seen.png", name="picture"):
        t = self.token
        return ('<draw:frame draw:style-name="%s" draw:name="%s" text:anchor-type="as-char" svg:width="2cm" svg:height="2cm" draw:z-index="0">'
                '<draw:image xlink:href="%s" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad" draw:filter-name="%s" draw:mime-type="image/png" loext:mime-type="image/png"/><svg:title>%s</svg:title><svg:desc>%s</svg:desc></draw:frame>'
                ) % (t("graphicstyle"), t(name), href, t("filter"), t("title"), t("desc"))

    def fields(self):
        names = ("author-initials author-name bibliography-mark character-count conditional-text creation-date creation-time creator database-display database-name database-row-number date dde-connection "
                 "description drop-down editing-cycles editing-duration execute-macro expression file-name image-count initial-creator keywords measure meta meta-field modification-date modification-time "
                 "object-count page-variable-get page-variable-set paragraph-count placeholder print-date print-time printed-by sender-city sender-company sender-country sender-email sender-fax sender-firstname "
                 "sender-initials sender-lastname sender-phone-private sender-phone-work sender-position sender-postal-code sender-state-or-province sender-street sender-title subject table-count table-formula "
                 "template-name text-input time title user-defined user-field-get user-field-input variable-get variable-input variable-set word-count").split()
        return "<text:p>" + "".join('<text:%s text:name="%s" text:condition="%s" text:formula="%s">seen</text:%s> ' % (n, self.token("fn"), self.token("fc"), self.token("ff"), n) for n in names) + \
            '<text:variable-set text:display="none" text:name="x">%s</text:variable-set><loext:content-control>seen</loext:content-control></text:p>' % self.token("silent")

    def text(self):
        t = self.token
        marks = "".join('<text:%s text:string-value="%s" text:id="IMark1"/>' % (m, t(m)) for m in (
            "alphabetical-index-mark alphabetical-index-mark-start alphabetical-index-mark-end toc-mark toc-mark-start toc-mark-end user-index-mark user-index-mark-start user-index-mark-end").split())
        styles = ('<style:style style:name="P1" style:family="paragraph" style:parent-style-name="%s"><style:paragraph-properties fo:text-align="center"/>'
                  '<style:text-properties officeooo:rsid="001a2b3c" officeooo:paragraph-rsid="00445566" fo:color="#123456"/></style:style>'
                  '<style:style style:name="T1" style:family="text"><style:text-properties text:display="none"/></style:style>'
                  '<style:style style:name="T2" style:family="text" style:parent-style-name="Emphasis"><style:text-properties fo:font-weight="bold" officeooo:rsid="0077889%s"/></style:style>'
                  '<style:style style:name="%s" style:family="graphic"><style:graphic-properties fo:border="0.06pt solid #000000" style:wrap="none" draw:fill="gradient" draw:fill-gradient-name="%s" evil:key="%s"/><style:text-properties fo:font-family="%s"/></style:style>'
                  '<style:style style:name="W1" style:family="text"><style:text-properties fo:color="#fffffe"/></style:style><style:style style:name="W2" style:family="text"><style:text-properties fo:font-size="1pt"/></style:style>'
                  '<style:style style:name="W3" style:family="text"><style:text-properties fo:color="#000000" fo:background-color="#000000"/></style:style>'
                  '<style:style style:name="W4" style:family="text"><style:text-properties fo:color="#ffffff" fo:background-color="#333333"/></style:style>'
                  '<style:style style:name="Sect1" style:family="section"><style:section-properties style:editable="false"/></style:style>'
                  ) % (t("style"), "a" if self.mark == "A" else "b", t("graphicstyle"), t("gradient"), t("evil"), t("family"))
        body = (
            self.changes("body") + '<office:forms><form:form form:name="%s"><form:text xml:id="c1" form:id="c1" form:name="%s" form:current-value="typed in"/><form:checkbox xml:id="c2" form:label="ticked" form:current-state="checked"/><form:listbox xml:id="c3"><form:option form:label="chosen" form:current-selected="true"/><form:option form:label="%s"/></form:listbox><form:password xml:id="c4" form:value="%s"/></form:form></office:forms>' % (t("form"), t("formname"), t("option"), t("password")) +
            '<text:variable-decls><text:variable-decl text:name="%s" office:value-type="string"/></text:variable-decls>' % t("variable") +
            '<text:sequence-decls><text:sequence-decl text:display-outline-level="0" text:name="Illustration"/><text:sequence-decl text:display-outline-level="0" text:name="%s"/></text:sequence-decls>' % t("sequence") +
            '<text:user-field-decls><text:user-field-decl text:name="x" office:value-type="string" office:string-value="%s"/></text:user-field-decls>' % t("userfield") +
            '<text:dde-connection-decls><text:dde-connection-decl office:dde-application="%s"/></text:dde-connection-decls>' % t("dde") +
            '<text:alphabetical-index-auto-mark-file xlink:href="%s"/>' % t("automark") +
            '<text:h text:style-name="Heading_20_1" text:outline-level="1">A heading <!-- %s --><?planted %s?></text:h>' % (t("comment"), t("instruction")) +
            '<text:p text:style-name="P1" xml:id="%s" xhtml:about="%s">Visible\u200b words <text:span text:style-name="T2">and more</text:span><text:span text:style-name="T1">%s</text:span>%s'
            '<office:annotation-end office:name="x"/><text:change text:change-id="ct1"/><text:change-start text:change-id="ct2"/>kept<text:change-end text:change-id="ct2"/><text:soft-page-break/>'
            '<text:script script:language="x">%s</text:script><text:hidden-text text:is-hidden="true" text:string-value="%s" text:condition="%s"/>%s</text:p>' % (
                t("id"), t("about"), t("hiddenspan"), self.annotation("remark"), t("script"), t("hiddentext"), t("condition"), marks) +
            '<text:p><text:span text:style-name="W1">%s</text:span><text:span text:style-name="W2">%s</text:span><text:span text:style-name="W3">%s</text:span> <text:span text:style-name="W4">white on grey</text:span></text:p>' % (t("white"), t("tiny"), t("black")) +
            '<text:p>Never shown %s<text:hidden-paragraph text:is-hidden="true" text:condition="%s"/></text:p>' % (t("hiddenparagraph"), t("condition")) +
            '<text:p>Shown<text:hidden-paragraph text:is-hidden="false" text:condition="%s"/></text:p>' % t("condition") +
            self.fields() +
            '<text:p><text:database-next text:table-name="%s"/><text:database-row-select text:table-name="%s"/></text:p>' % (t("dbnext"), t("dbrow")) +
            '<text:section text:name="%s" text:style-name="Sect1" text:protected="true" text:protection-key="%s"><text:section-source xlink:href="file:///home/%s/x.odt"/><text:p>in a section</text:p></text:section>' % (t("section"), t("key"), t("source")) +
            '<text:section text:name="hidden" text:display="none"><text:p>%s</text:p></text:section>' % t("hiddensection") +
            '<text:section text:name="conditional" text:display="condition" text:condition="%s" text:is-hidden="true"><text:p>%s</text:p></text:section>' % (t("condition"), t("conditionalsection")) +
            '<text:p><text:bookmark text:name="%s"/><text:bookmark-start text:name="%s"/>a place<text:bookmark-end text:name="%s"/><text:bookmark-ref text:reference-format="page" text:ref-name="%s">1</text:bookmark-ref></text:p>' % (
                t("lonely"), t("wanted"), t("wanted"), t("wanted")) +
            '<text:p><text:a xlink:href="https://example.org/page?utm_source=%s" xlink:title="%s">a link</text:a> <text:a xlink:href="file:///home/%s/x">a dead link</text:a> <text:a xlink:href="#%s">inside</text:a> <text:a xlink:href="#%s">nowhere</text:a> <text:a xlink:href="#1.A heading|outline">heading</text:a> <text:a xlink:href="#%s|outline">nowhere</text:a></text:p>' % (
                t("utm"), t("linktitle"), t("deadlink"), t("wanted"), t("nowhere"), t("outline")) +
            '<text:p>' + self.picture() + self.picture("https://example.org/%s.png" % t("beacon")) + self.picture("Pictures/%s.png" % t("missing")) + '</text:p>'
            '<text:p><draw:frame draw:name="c" svg:width="4cm" svg:height="3cm"><draw:object xlink:href="./Object 1" xlink:type="simple" draw:notify-on-update-of-ranges="%s.A1"/><draw:image xlink:href="./ObjectReplacements/Object 1"/></draw:frame>' % t("range") +
            '<draw:frame draw:name="s" svg:width="4cm" svg:height="3cm"><draw:object xlink:href="./Object 2"/><draw:image xlink:href="Pictures/seen.png"/></draw:frame>'
            '<draw:frame draw:name="t"><draw:image xlink:href="Pictures/seen.png"/><draw:image xlink:href="Pictures/unused.png"/></draw:frame><draw:frame draw:name="f" svg:width="1cm" svg:height="1cm"><draw:object xlink:href="./Object 3"/></draw:frame>'
            '<draw:frame draw:name="o"><draw:object-ole xlink:href="./Object 4"/></draw:frame>'
            '<draw:frame draw:name="p"><draw:plugin xlink:href="%s"/></draw:frame><draw:frame draw:name="q"><draw:applet draw:code="%s"/></draw:frame><draw:frame draw:name="r"><draw:floating-frame xlink:href="%s"/></draw:frame>'
            '<draw:control draw:control="c1" svg:width="2cm" svg:height="1cm"/><draw:control draw:control="c2"/><draw:control draw:control="c3"/><draw:control draw:control="c4"/><draw:frame draw:name="e"><draw:text-box><text:p>boxed</text:p></draw:text-box><office:event-listeners><script:event-listener xlink:href="%s"/></office:event-listeners></draw:frame></text:p>' % (
                t("plugin"), t("applet"), t("frame"), t("listener")) +
            '<table:table table:name="%s" table:style-name="%s" table:template-name="%s"><table:title>%s</table:title><table:desc>%s</table:desc><table:table-column/><table:table-row><table:table-cell office:value-type="string"><text:p>cell</text:p></table:table-cell></table:table-row></table:table>' % (
                t("table"), t("tablestyle"), t("template"), t("tabletitle"), t("tabledesc")) +
            '<text:list xml:id="list%s" text:style-name="%s"><text:list-item><text:p>item</text:p></text:list-item></text:list>' % ("123456" if self.mark == "A" else "98765432", t("list")) +
            '<text:alphabetical-index text:name="%s"><text:alphabetical-index-source text:main-entry-style-name="%s"/><text:index-body><text:p>entry 1</text:p></text:index-body></text:alphabetical-index>' % (t("index"), t("source")) +
            '<text:bibliography text:name="b"><text:bibliography-source><text:index-title-template>%s</text:index-title-template></text:bibliography-source><text:index-body/></text:bibliography>' % t("bibliography") +
            '<text:user-index text:name="u"><text:user-index-source text:index-name="%s"/><text:index-body/></text:user-index>' % t("userindex") +
            ''.join('<text:%s text:name="i"><text:%s-source><text:index-title-template>%s</text:index-title-template></text:%s-source><text:index-body><text:p>entry</text:p></text:index-body></text:%s>' % (n, n, t(n), n, n)
                    for n in ("table-of-content", "illustration-index", "object-index", "table-index")) +
            '<text:section text:name="s" xlink:href="%s"><text:p>more</text:p></text:section>' % t("href") +
            '<evil:element>%s</evil:element>' % t("element") +
            '<text:p>a note<text:note text:id="ftn1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>the note</text:p></text:note-body></text:note></text:p>')
        content = ('<office:scripts><office:script script:language="x">%s</office:script></office:scripts><office:font-face-decls><style:font-face style:name="Liberation Serif" svg:font-family="\'Liberation Serif\';%s" style:font-adornments="%s">'
                   '<svg:font-face-src><svg:font-face-uri xlink:href="Fonts/font.ttf"/></svg:font-face-src><svg:definition-src xlink:href="%s"/></style:font-face><style:font-face style:name="f" svg:font-family="%s"/></office:font-face-decls>'
                   '<office:automatic-styles>%s</office:automatic-styles><office:body><office:text>%s</office:text></office:body>') % (t("script"), t("fontfamily"), t("adornments"), t("fontsource"), t("font"), styles, body)
        chart = ('<office:automatic-styles><style:style style:name="ch1" style:family="chart"><style:chart-properties chart:vertical="false"/></style:style></office:automatic-styles><office:body><office:chart>'
                 '<chart:chart chart:class="chart:bar" svg:width="4cm" svg:height="3cm" chart:style-name="ch1"><chart:title><text:p>A chart</text:p></chart:title><chart:plot-area chart:style-name="ch1" evil:k="%s">'
                 '<chart:axis chart:dimension="x" chart:name="primary-x"/><chart:axis chart:dimension="y" chart:name="primary-y"/><chart:series chart:values-cell-range-address="local-table.$B$2:.$B$3" chart:label-cell-address="%s.A1"/></chart:plot-area>'
                 '<table:table table:name="local-table"><table:table-column/><table:table-row><table:table-cell office:value-type="float" office:value="3"><text:p>3</text:p></table:table-cell></table:table-row></table:table>'
                 '</chart:chart></office:chart></office:body>') % (t("chart"), t("label"))
        formula = '<math xmlns="http://www.w3.org/1998/Math/MathML"><semantics><mrow><mi>a</mi><mo stretchy="false">+</mo><mphantom><mi>%s</mi></mphantom><mn>1</mn></mrow><annotation encoding="StarMath 5.0">%s</annotation><annotation-xml>%s</annotation-xml></semantics></math>' % (t("phantom"), t("starmath"), t("starmathxml"))
        extra = {
            "Object 1/content.xml": root("content", chart), "Object 1/styles.xml": root("styles", "<office:styles/>"), "Object 1/meta.xml": root("meta", self.meta()),
            "ObjectReplacements/Object 1": "VCLMTF" + t("replacement"),
            "Object 2/content.xml": root("content", "<office:body><office:spreadsheet><table:table table:name='x'><table:table-row><table:table-cell><text:p>%s</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>" % t("embedded")),
            "Object 3/content.xml": formula, "Object 4": t("ole"),
        }
        header = self.changes("header") + '<text:p>Header by <text:author-name text:fixed="false">seen</text:author-name></text:p><text:p><draw:custom-shape draw:name="PowerPlusWaterMarkObject357" svg:width="9cm" svg:height="3cm"><text:p>%s</text:p></draw:custom-shape></text:p>' % t("watermark")
        styles = ('<office:styles><style:default-style style:family="paragraph"><style:text-properties style:font-name="Liberation Serif" fo:font-size="12pt" fo:language="en" fo:country="GB"/></style:default-style>'
                  '<style:style style:name="Standard" style:family="paragraph"/><style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph" style:parent-style-name="Standard"/>'
                  '<style:style style:name="%s" style:display-name="%s" style:family="paragraph" style:parent-style-name="Standard"><style:text-properties fo:color="%s"/></style:style><style:style style:name="Emphasis" style:family="text"/>'
                  '<number:text-style style:name="N99"><number:text>%s</number:text></number:text-style><text:list-style style:name="%s"><text:list-level-style-bullet text:level="1" text:bullet-char="\u2022"><style:list-level-properties text:space-before="0.5cm"/></text:list-level-style-bullet></text:list-style>'
                  '<table:table-template table:name="%s"/><text:bibliography-configuration text:prefix="%s"/><draw:gradient draw:name="%s" draw:display-name="%s" draw:style="linear" draw:angle="30deg"/></office:styles>'
                  '<office:automatic-styles><style:page-layout style:name="pm1"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2cm" style:paper-tray-name="%s"/></style:page-layout></office:automatic-styles>'
                  '<office:master-styles><loext:theme loext:name="%s"/><style:master-page style:name="Standard" style:page-layout-name="pm1"><style:header>%s</style:header><style:footer style:display="false"><text:p>%s</text:p></style:footer></style:master-page><style:master-page style:name="Other" style:page-layout-name="pm1"><style:header><text:p>%s</text:p></style:header></style:master-page></office:master-styles>'
                  ) % (t("style"), t("stylename"), t("colour"), t("unusedformat"), t("list"), t("tabletemplate"), t("bibconfig"), t("gradient"), t("gradientname"), t("tray"), t("theme"), header, t("footer"), t("otherheader"))
        return self.package("application/vnd.oasis.opendocument.text", content, styles, extra)

    # --- a spreadsheet ---

    def sheet(self):
        t = self.token
        cell = '<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>'
        body = (
            '<table:tracked-changes><table:cell-content-change table:id="ct1"><office:change-info><dc:creator>%s</dc:creator><dc:date>2024-03-09T17:42:11</dc:date></office:change-info>'
            '<table:previous><table:change-track-table-cell office:value-type="string"><text:p>%s</text:p></table:change-track-table-cell></table:previous></table:cell-content-change></table:tracked-changes>' % (t("changer"), t("before")) +
            '<table:calculation-settings table:case-sensitive="false"/><table:content-validations><table:content-validation table:name="v"><table:help-message table:title="%s"><text:p>%s</text:p></table:help-message></table:content-validation></table:content-validations>' % (t("helptitle"), t("help")) +
            '<table:label-ranges><table:label-range table:label-cell-range-address="%s"/></table:label-ranges>' % t("labels") +
            '<table:table table:name="Seen" table:style-name="ta1" table:protected="true" table:protection-key="%s"><table:table-source xlink:href="%s"/><office:dde-source office:dde-item="%s"/><table:scenario table:scenario-ranges="A1" table:comment="%s"/>' % (t("key"), t("tablesource"), t("ddesource"), t("scenario")) +
            '<table:shapes><draw:rect draw:name="%s" svg:width="1cm" svg:height="1cm" svg:x="9cm" svg:y="9cm"/></table:shapes><office:forms><form:form form:name="%s"/></office:forms>' % (t("shape"), t("form")) +
            '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/><table:table-column table:number-columns-repeated="4"/><table:table-column table:style-name="co0"/>'
            '<table:table-row>' + cell % "visible" + '<table:table-cell office:value-type="float" office:value="3" table:formula="of:=1+2"><text:p>3</text:p></table:table-cell>' + cell % t("hiddencolumn") +
            '<table:table-cell office:value-type="string" office:string-value="%s"><text:p>shown</text:p></table:table-cell>' % t("behind") +
            '<table:table-cell office:value-type="string" table:formula="of:=WEBSERVICE(&quot;http://example.org/%s&quot;)" table:content-validation-name="v">%s<table:detective><table:operation table:name="trace-errors" table:index="1"/></table:detective><table:cell-range-source xlink:href="%s"/><text:p>result</text:p></table:table-cell>' % (
                t("webservice"), self.annotation("cellnote"), t("cellsource")) +
            '<table:table-cell table:number-columns-spanned="2" office:value-type="float" office:value="7" table:formula="of:=[Hidden.A1]+Range"><text:p>7</text:p></table:table-cell><table:covered-table-cell office:value-type="string"><text:p>' + t("covered") + '</text:p></table:covered-table-cell>' + cell % t("narrow") + '</table:table-row>'
            '<table:table-row table:visibility="collapse">' + cell % t("hiddenrow") + '</table:table-row><table:table-row table:visibility="filter">' + cell % t("filteredrow") + '</table:table-row></table:table>'
            '<table:table table:name="Hidden" table:style-name="ta2"><table:table-column/><table:table-row>' + cell % t("hiddensheet") + '</table:table-row></table:table>'
            '<table:table table:name="\'file:///home/%s/x.ods\'#$Sheet1"><table:table-source xlink:href="x"/><table:table-row>' % t("cache") + cell % t("cached") + '</table:table-row></table:table>'
            '<table:named-expressions><table:named-range table:name="Range" table:base-cell-address="$Seen.$A$1" table:cell-range-address="$Seen.$A$1"/><table:named-range table:name="%s" table:cell-range-address="$Seen.$A$1"/><table:named-range table:name="Gone" table:cell-range-address="$Hidden.$A$1"/>'
            '<table:named-expression table:name="Ext" table:expression="of:=[\'file:///home/%s/x.ods\'#$Sheet1.A1]+%s"/></table:named-expressions>' % (t("unusedname"), t("external"), "Gone") +
            '<table:database-ranges><table:database-range table:name="d" table:target-range-address="Seen.A1:Seen.B2"><table:database-source-sql table:database-name="%s"/><table:database-source-query table:database-name="%s"/><table:database-source-table table:database-name="%s"/>'
            '<table:filter><table:filter-condition table:value="%s"/></table:filter><table:sort/><table:subtotal-rules/></table:database-range></table:database-ranges>' % (t("sql"), t("query"), t("dbtable"), t("filter")) +
            '<table:data-pilot-tables><table:data-pilot-table table:name="%s"/></table:data-pilot-tables><table:consolidation table:source-cell-range-addresses="%s"/><table:dde-links><table:dde-link><office:dde-source office:dde-topic="%s"/></table:dde-link></table:dde-links>' % (t("pilot"), t("consolidation"), t("ddelink")))
        content = ('<office:automatic-styles><style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style><style:style style:name="co0" style:family="table-column"><style:table-column-properties style:column-width="0cm"/></style:style><style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style></office:automatic-styles>'
                   '<office:body><office:spreadsheet>%s</office:spreadsheet></office:body>') % body
        styles = '<office:styles><number:number-style style:name="N0"><number:number number:min-integer-digits="1"/><number:text>%s</number:text></number:number-style></office:styles><office:master-styles/>' % "%"
        return self.package("application/vnd.oasis.opendocument.spreadsheet", content, styles)

    # --- a presentation ---

    def slides(self):
        t = self.token

        def page(name, style, extra=""):
            return ('<draw:page draw:name="%s" draw:style-name="%s" draw:master-page-name="%s" presentation:use-footer-name="ftr1"><draw:frame presentation:style-name="%s-title" draw:layer="layout" svg:width="9cm" svg:height="3cm" svg:x="1cm" svg:y="1cm" presentation:class="title">'
                    '<draw:text-box><text:p>Words of a slide</text:p></draw:text-box></draw:frame>%s</draw:page>') % (t(name), style, t("master"), t("master"), extra)
        first = page("first", "dp1", '<draw:rect draw:id="%s" draw:layer="%s" draw:name="%s"><text:p>%s</text:p></draw:rect><draw:rect xmlns:drawooo="http://openoffice.org/2010/draw" drawooo:display="none"><text:p>%s</text:p></draw:rect><draw:g draw:name="%s"><svg:title>%s</svg:title>' % (t("shapeid"), t("layer"), t("shape"), t("hiddenlayer"), t("hiddenshape"), t("group"), t("title")) +
                     '<draw:custom-shape svg:width="2cm" svg:height="2cm"><text:p/><draw:enhanced-geometry svg:viewBox="0 0 10 10" draw:type="ooxml-rect" draw:enhanced-path="M 0 0 L ?f0 0 10 10 0 10 Z N"><draw:equation draw:name="f0" draw:formula="logwidth/2"/></draw:enhanced-geometry></draw:custom-shape></draw:g>'
                     '<draw:connector draw:start-shape="id7" draw:end-shape="%s" svg:d="M0 0l10 10"/><draw:rect xml:id="id7" draw:id="id7"><office:event-listeners><presentation:event-listener xlink:href="%s"/></office:event-listeners></draw:rect>'
                     '<presentation:animations><presentation:show-shape draw:shape-id="x"><presentation:sound xlink:href="%s"/></presentation:show-shape></presentation:animations><presentation:event-listener xlink:href="%s"/><presentation:sound xlink:href="%s"/>'
                     '<anim:par presentation:node-type="timing-root"><anim:audio xlink:href="%s"/></anim:par><anim:seq/><anim:iterate/>'
                     '<draw:a xlink:href="#%s"><draw:rect/></draw:a><presentation:notes><draw:page-thumbnail/><draw:frame><draw:text-box><text:p>%s</text:p></draw:text-box></draw:frame></presentation:notes>' % (
                         t("endshape"), t("event"), t("sound"), t("event2"), t("sound2"), t("audio"), t("first"), t("notes")) + self.annotation("slidenote"))
        content = ('<office:automatic-styles><style:style style:name="dp1" style:family="drawing-page"><style:drawing-page-properties presentation:background-visible="true"/></style:style>'
                   '<style:style style:name="dp2" style:family="drawing-page"><style:drawing-page-properties presentation:visibility="hidden"/></style:style></office:automatic-styles><office:body><office:presentation>'
                   '<presentation:footer-decl presentation:name="ftr1">A footer</presentation:footer-decl><presentation:footer-decl presentation:name="ftr2">%s</presentation:footer-decl><presentation:header-decl presentation:name="h">%s</presentation:header-decl>%s%s<presentation:settings presentation:start-page="%s"/></office:presentation></office:body>') % (
                       t("unusedfooter"), t("headerdecl"), first, page("second", "dp2"), t("startpage"))
        styles = ('<office:styles><style:style style:name="%s-title" style:family="presentation"><style:graphic-properties draw:fill="none"/></style:style></office:styles><office:automatic-styles><style:page-layout style:name="PM1"><style:page-layout-properties fo:page-width="28cm" fo:page-height="21cm"/></style:page-layout></office:automatic-styles>'
                  '<office:master-styles><draw:layer-set><draw:layer draw:name="layout"/><draw:layer draw:name="%s" draw:display="none"/></draw:layer-set><style:handout-master style:page-layout-name="PM1"><draw:frame><draw:text-box><text:p>%s</text:p></draw:text-box></draw:frame></style:handout-master>'
                  '<style:master-page style:name="%s" style:page-layout-name="PM1"><presentation:notes><draw:frame><draw:text-box><text:p>%s</text:p></draw:text-box></draw:frame></presentation:notes></style:master-page></office:master-styles>') % (
                      t("master"), t("layer"), t("handout"), t("master"), t("masternotes"))
        return self.package("application/vnd.oasis.opendocument.presentation", content, styles)

    # --- a flat text ---

    def flat(self):
        t = self.token
        picture = base64.b64encode(png((40, 90, 160))).decode()
        return ('<?xml version="1.0" encoding="UTF-8"?>\n<office:document %s office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">%s%s<office:scripts><office:script>%s</office:script></office:scripts><office:styles/><office:automatic-styles/>'
                '<office:master-styles/><office:body><office:text>%s<text:p>Flat words</text:p><text:p><draw:frame draw:name="%s" svg:width="1cm" svg:height="1cm"><draw:image><office:binary-data>%s</office:binary-data></draw:image></draw:frame>'
                '<draw:frame draw:name="o"><draw:object><office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body/></office:document></draw:object></draw:frame>'
                '<draw:frame draw:name="n"><draw:image><office:binary-data>%s</office:binary-data></draw:image></draw:frame></text:p></office:text></office:body></office:document>') % (
                    DECLARED, self.meta(), self.settings(), t("script"), self.changes("flat"), t("picture"), picture, base64.b64encode(t("nopicture").encode()).decode())


def packed(files):
    import io
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files:
            info = zipfile.ZipInfo(name, (2024, 3, 9, 17, 42, 10))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, data if isinstance(data, bytes) else data.encode())
    return out.getvalue()


def drawing():
    content = '<office:body><office:drawing><draw:page draw:name="page1"><draw:path svg:viewBox="0 0 10 10" svg:d="M0 0c1 2 3 4 5 6z" svg:width="3cm" svg:height="3cm"/></draw:page></office:drawing></office:body>'
    return packed([("mimetype", "application/vnd.oasis.opendocument.graphics"), ("content.xml", root("content", content))])


def main():
    samples, twins = HERE / "samples", HERE / "twins"
    samples.mkdir(exist_ok=True)
    twins.mkdir(exist_ok=True)
    for mark, twin in (("A", "a"), ("B", "b")):
        maker = Maker(mark)
        for extension, data in (("odt", maker.text()), ("ods", maker.sheet()), ("odp", maker.slides()), ("fodt", maker.flat().encode())):
            if mark == "A":
                (samples / ("planted." + extension)).write_bytes(data)
            (twins / ("planted.%s.%s" % (twin, extension))).write_bytes(data)
    (samples / "drawing.odg").write_bytes(drawing())
    broken = packed([("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", root("content", "<office:body><office:text><text:p>Words</text:p>PLANTED-stray</office:text></office:body>")), ("settings.xml", "<PLANTED"), ("meta.xml", "<PLANTED")])
    (samples / "broken.odt").write_bytes(b"PLANTED-before" + broken + b"PLANTED-behind")
    encrypted = '<manifest><file-entry full-path="content.xml"><encryption-data/></file-entry></manifest>'
    (samples / "refused_encrypted.odt").write_bytes(packed([("mimetype", "application/vnd.oasis.opendocument.text"), ("META-INF/manifest.xml", encrypted), ("content.xml", "?")]))
    (samples / "refused_wrapped.odt").write_bytes(packed([("mimetype", "application/vnd.oasis.opendocument.text"), ("META-INF/manifest.xml", "<m/>"), ("encrypted-package", "?")]))
    (samples / "refused_empty.odt").write_bytes(packed([("mimetype", "application/vnd.oasis.opendocument.text"), ("META-INF/manifest.xml", "<m/>")]))
    (samples / "refused_kind.odb").write_bytes(packed([("mimetype", "application/vnd.oasis.opendocument.base"), ("content.xml", root("content", ""))]))


main()
