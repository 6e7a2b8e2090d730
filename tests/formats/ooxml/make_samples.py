#!/usr/bin/env python3
"""Makes the OOXML samples of this folder, the same bytes each time. Standard library only.

Each Word sample exists twice, with different identity data and the same visible content: their outputs must be equal."""
import os
import zipfile

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "samples")
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{OFFICE[:-1]}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"')


class Person:
    def __init__(self, name, number):
        self.name, self.number = name, number

    def hex(self, digit):
        return f"{self.number * 7919 + digit * 104729:08X}"


def relationships(rows):
    body = "".join(
        f'<Relationship Id="{i}" Type="{t if t.startswith("http") else OFFICE + t}" Target="{target}"' + (' TargetMode="External"' if external else "") + "/>"
        for i, t, target, external in rows)
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{PACKAGE}relationships">{body}</Relationships>'


def content_types(defaults, overrides):
    body = "".join(f'<Default Extension="{e}" ContentType="{t}"/>' for e, t in defaults) + "".join(f'<Override PartName="/{n}" ContentType="{t}"/>' for n, t in overrides)
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Types xmlns="{PACKAGE}content-types">{body}</Types>'


def write(name, parts, date=(2024, 5, 17, 10, 20, 30)):
    with zipfile.ZipFile(os.path.join(HERE, name), "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts:
            info = zipfile.ZipInfo(part, date)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)


def paragraph(person, text, properties=""):
    return f'<w:p w:rsidR="{person.hex(1)}" w:rsidRDefault="{person.hex(2)}" w14:paraId="{person.hex(3)}">{properties}{text}</w:p>'


def run(text, properties=""):
    return f'<w:r>{"<w:rPr>" + properties + "</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def tracked(person, element, inner, number=1):
    return f'<w:{element} w:id="{person.number + number}" w:author="{person.name}" w:date="2024-05-1{person.number % 9}T10:00:00Z">{inner}</w:{element}>'


def field(instruction, result):
    return (f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>')


def watermark(person):
    return (f'<w:p><w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" path="m@7,l@8,m@5,21600l@6,21600e"/>'
            f'<v:shape id="PowerPlusWaterMarkObject{person.number}" o:spid="_x0000_s{person.number}" type="#_x0000_t136" style="position:absolute;width:400pt;height:100pt;rotation:315;z-index:-251658752" fillcolor="silver" stroked="f">'
            f'<v:textpath style="font-family:&quot;Calibri&quot;;font-size:1pt" string="Copy of {person.name}"/></v:shape></w:pict></w:r></w:p>')


def document(person):
    deleted_mark = f'<w:pPr><w:rPr><w:del w:id="{person.number + 50}" w:author="{person.name}" w:date="2024-05-11T10:00:00Z"/></w:rPr></w:pPr>'
    bookmark = f"_Ref{person.hex(4)}"
    body = "".join([
        paragraph(person, run("The first paragraph. ") + tracked(person, "ins", run("Inserted words. ")) + tracked(person, "del", f'<w:r><w:delText>Deleted by {person.name}. </w:delText></w:r>', 2)),
        paragraph(person, run("Joined "), deleted_mark),
        paragraph(person, run("with the next paragraph.")),
        paragraph(person, run("Visible. ") + run(f"Hidden note of {person.name}", "<w:vanish/>") + run(f"White note of {person.name}", '<w:color w:val="FFFFFF"/>') + run(f"Tiny note of {person.name}", '<w:sz w:val="2"/>')),
        paragraph(person, run(f"Black {person.name}", '<w:color w:val="000000"/><w:highlight w:val="black"/>')),
        paragraph(person, f'<w:commentRangeStart w:id="{person.number}"/>' + run("Commented. ") + f'<w:commentRangeEnd w:id="{person.number}"/><w:r><w:commentReference w:id="{person.number}"/></w:r>'),
        paragraph(person, f'<w:bookmarkStart w:id="{person.number + 3}" w:name="{bookmark}"/>' + run("A target. ") + f'<w:bookmarkEnd w:id="{person.number + 3}"/><w:bookmarkStart w:id="{person.number + 4}" w:name="_GoBack{person.number}"/><w:bookmarkEnd w:id="{person.number + 4}"/>'),
        paragraph(person, run("See ") + field(f"REF {bookmark} \\h", "A target") + run(" on page ") + field(f"PAGEREF {bookmark}", "1") + run(". ")),
        paragraph(person, field(f'INCLUDEPICTURE "http://tracker.example/{person.number}.png" \\d', "Picture") + field(f"DOCVARIABLE token{person.number}", "Result")),
        paragraph(person, f'<w:hyperlink r:id="rIdLink" w:tooltip="{person.name}">' + run("A link") + '</w:hyperlink><w:hyperlink r:id="rIdFile">' + run(" no link") + "</w:hyperlink>"),
        paragraph(person, f'<w:sdt><w:sdtPr><w:alias w:val="{person.name}"/><w:tag w:val="{person.number}"/><w:id w:val="{person.number}"/></w:sdtPr><w:sdtContent>{run("A control.")}</w:sdtContent></w:sdt>'
                  f'<w:smartTag w:uri="urn:x" w:element="place"><w:smartTagPr><w:attr w:name="who" w:val="{person.name}"/></w:smartTagPr>{run(" A tag.")}</w:smartTag><w:proofErr w:type="spellStart"/>'),
        paragraph(person, run("In a style of its own. "), f'<w:pPr><w:pStyle w:val="{person.name.replace(" ", "")}Draft"/></w:pPr>'),
        '<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr><w:tblGrid><w:gridCol w:w="4000"/></w:tblGrid>'
        f'<w:tr w:rsidR="{person.hex(5)}"><w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr>{paragraph(person, run("A cell"))}</w:tc></w:tr>'
        f'<w:tr><w:trPr>{tracked(person, "del", "", 7)}</w:trPr><w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr>{paragraph(person, run("Deleted row of " + person.name))}</w:tc></w:tr></w:tbl>',
        paragraph(person, '<mc:AlternateContent><mc:Choice Requires="wps"><w:r><w:t>Shown branch.</w:t></w:r></mc:Choice><mc:Fallback><w:r>'
                  f'<w:t>Other branch of {person.name}</w:t></w:r></mc:Fallback></mc:AlternateContent>'),
        paragraph(person, run("Note") + f'<w:r><w:footnoteReference w:id="{person.number + 9}"/></w:r>'),
        f'<w:sectPr w:rsidR="{person.hex(6)}"><w:headerReference w:type="default" r:id="rIdHeader"/><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440" w:header="708" w:footer="708" w:gutter="0"/></w:sectPr>',
    ])
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<!-- by {person.name} --><w:document {NAMESPACES} mc:Ignorable="w14"><w:body>{body}</w:body></w:document>'


def styles(person):
    draft = person.name.replace(" ", "") + "Draft"
    return (f'<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri"/><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>'
            '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>'
            f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{draft}"><w:name w:val="{person.name} Draft"/><w:basedOn w:val="Normal"/><w:rsid w:val="{person.hex(7)}"/><w:rPr><w:b/></w:rPr></w:style></w:styles>')


def settings(person):
    return (f'<w:settings {NAMESPACES} xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w:writeProtection w:hash="{person.hex(8)}"/><w:zoom w:percent="{100 + person.number % 50}"/>'
            f'<w:attachedTemplate r:id="rIdTemplate"/><w:mailMerge><w:mainDocumentType w:val="formLetters"/><w:connectString w:val="C:\\Users\\{person.name}\\list.mdb"/></w:mailMerge><w:defaultTabStop w:val="708"/>'
            f'<w:docVars><w:docVar w:name="owner" w:val="{person.name}"/></w:docVars><w:rsids><w:rsidRoot w:val="{person.hex(1)}"/><w:rsid w:val="{person.hex(2)}"/></w:rsids>'
            f'<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
            f'<w14:docId w14:val="{person.hex(9)}"/><w15:docId w15:val="{{{person.hex(9)}-0000-0000-0000-000000000000}}"/></w:settings>')


def word(person):
    notes = (f'<w:footnotes {NAMESPACES}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
             f'<w:footnote w:id="{person.number + 9}">{paragraph(person, "<w:r><w:footnoteRef/></w:r>" + run(" A note."))}</w:footnote><w:footnote w:id="{person.number + 10}">{paragraph(person, run("Orphan of " + person.name))}</w:footnote></w:footnotes>')
    parts = [
        ("[Content_Types].xml", content_types([("rels", PACKAGE.replace("http://schemas.openxmlformats.org/package/2006/", "application/vnd.openxmlformats-package.") + "relationships+xml"), ("xml", "application/xml"), ("jpeg", "image/jpeg"), ("bin", "application/octet-stream")],
                                              [("word/document.xml", WORD + "document.main+xml"), ("word/styles.xml", WORD + "styles+xml"), ("word/settings.xml", WORD + "settings+xml"), ("word/comments.xml", WORD + "comments+xml"),
                                               ("word/header1.xml", WORD + "header+xml"), ("word/footnotes.xml", WORD + "footnotes+xml"), ("word/people.xml", WORD + "people+xml"), ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")])),
        ("_rels/.rels", relationships([("rId1", "officeDocument", "word/document.xml", False), ("rId2", PACKAGE + "relationships/metadata/core-properties", "docProps/core.xml", False)])),
        ("word/document.xml", document(person)),
        ("word/_rels/document.xml.rels", relationships([
            ("rIdStyles", "styles", "styles.xml", False), ("rIdSettings", "settings", "settings.xml", False), ("rIdComments", "comments", "comments.xml", False), ("rIdHeader", "header", "header1.xml", False),
            ("rIdNotes", "footnotes", "footnotes.xml", False), ("rIdPeople", "http://schemas.microsoft.com/office/2011/relationships/people", "people.xml", False),
            ("rIdLink", "hyperlink", f"https://example.org/page?utm_source={person.number}&amp;id=7", True), ("rIdFile", "hyperlink", f"file:///C:/Users/{person.number}/x.docx", True), ("rIdXml", "customXml", "../customXml/item1.xml", False)])),
        ("word/styles.xml", styles(person)),
        ("word/settings.xml", settings(person)),
        ("word/_rels/settings.xml.rels", relationships([("rIdTemplate", "attachedTemplate", f"file:///C:/Users/{person.number}/Normal.dotm", True)])),
        ("word/comments.xml", f'<w:comments {NAMESPACES}><w:comment w:id="{person.number}" w:author="{person.name}" w:initials="X" w:date="2024-05-11T10:00:00Z">{paragraph(person, run("Remark of " + person.name))}</w:comment></w:comments>'),
        ("word/header1.xml", f'<w:hdr {NAMESPACES}>{watermark(person)}{paragraph(person, run("A header"))}</w:hdr>'),
        ("word/footnotes.xml", notes),
        ("word/people.xml", f'<w15:people xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w15:person w15:author="{person.name}"><w15:presenceInfo w15:providerId="AD" w15:userId="S::{person.number}@example.org"/></w15:person></w15:people>'),
        ("customXml/item1.xml", f"<x><accountName>{person.name}</accountName></x>"),
        ("docProps/core.xml", f'<cp:coreProperties xmlns:cp="{PACKAGE}metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{person.name}</dc:creator><cp:lastModifiedBy>{person.name}</cp:lastModifiedBy></cp:coreProperties>'),
        ("junk.bin", person.name * 3),
    ]
    return parts

# --- Excel --------------------------------------------------------------------------------------------------

S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml."
SHEET_NAMESPACES = (
    f'xmlns="{S}" xmlns:r="{OFFICE[:-1]}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac" '
    'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" mc:Ignorable="x14ac xr"')
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Texts:
    """Shared strings, in the order in which a person typed them."""

    def __init__(self, first):
        self.texts = list(first)

    def cell(self, name, text, style=0):
        if text not in self.texts:
            self.texts.append(text)
        return f'<c r="{name}" s="{style}" t="s"><v>{self.texts.index(text)}</v></c>'

    def part(self):
        items = "".join("<si>" + (text if text.startswith("<") else f"<t>{text}</t>") + "</si>" for text in self.texts)
        return f'{XML}<sst xmlns="{S}" count="99" uniqueCount="{len(self.texts)}">{items}</sst>'


def number(name, value, style=0, formula=""):
    return f'<c r="{name}" s="{style}">{formula}<v>{value}</v></c>'


def string(name, formula, value, style=0):
    return f'<c r="{name}" s="{style}" t="str"><f>{formula}</f><v>{value}</v></c>'


def row(number, cells, attributes=""):
    return f'<row r="{number}" spans="1:9" x14ac:dyDescent="0.25" {attributes}>{cells}</row>'


def workbook(person):
    names = [
        ("_xlnm.Print_Area", 'localSheetId="0"', "Summary!$A$1:$F$40"), ("_xlnm._FilterDatabase", 'localSheetId="1" hidden="1"', "Data!$A$1:$C$4"),
        ("_xlnm.Print_Titles", 'localSheetId="2"', "Secret!$1:$1"), ("Auto_Open", 'xlm="1"', "Macros!$A$1"), ("HiddenConstant", 'hidden="1"', f'"{person.name}"'),
        ("Rate", f'comment="by {person.name}" description="{person.name}" customMenu="{person.name}" help="{person.name}" statusBar="{person.name}" shortcutKey="x"', "Summary!$B$2"), ("Unused", "", f'"{person.name}"'), ("Broken", "", f"'C:\\Users\\{person.number}\\[x.xlsx]Sheet1'!$A$1"), ("FromSecret", "", "Secret!$A$1"), ("Chained", "", "FromSecret*2"),
    ]
    defined = "".join(f'<definedName name="{n}" {a}>{f}</definedName>' for n, a, f in names)
    return (f'{XML}<workbook {SHEET_NAMESPACES} xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main" conformance="transitional">'
            f'<fileVersion appName="xl" lastEdited="7" lowestEdited="7" rupBuild="{person.number}" codeName="{{{person.hex(1)}-0000-0000-0000-000000000000}}"/><fileSharing userName="{person.name}" reservationPassword="{person.number % 10000}"/>'
            f'<workbookPr codeName="{person.name.replace(" ", "")}" defaultThemeVersion="{person.number}" date1904="0" filterPrivacy="1" allowRefreshQuery="1" refreshAllConnections="1" saveExternalLinkValues="0" updateLinks="never" autoCompressPictures="0" backupFile="1" checkCompatibility="1" dateCompatibility="1" hidePivotFieldList="1" promptedSolutions="1" publishItems="1" showBorderUnselectedTables="0" showInkAnnotation="0" showObjects="all" showPivotChartFilter="1"/>'
            f'<mc:AlternateContent><mc:Choice Requires="x15"><x15ac:absPath url="C:\\Users\\{person.name}\\Desktop\\" xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac"/></mc:Choice></mc:AlternateContent>'
            f'<xr:revisionPtr revIDLastSave="0" documentId="13_ncr:1_{{{person.hex(2)}}}" xr6:coauthVersionLast="47" xmlns:xr6="http://schemas.microsoft.com/office/spreadsheetml/2016/revision6"/>'
            f'<workbookProtection workbookPassword="{person.number % 10000}"/><bookViews><workbookView xWindow="{person.number}" yWindow="0" windowWidth="{person.number}" windowHeight="9000" tabRatio="600" autoFilterDateGrouping="1" minimized="0" showHorizontalScroll="1" showVerticalScroll="1" firstSheet="1" activeTab="1" xr:uid="{{{person.hex(3)}}}"/></bookViews>'
            f'<sheets><sheet name="Summary" sheetId="{person.number % 7 + 3}" r:id="rIdS"/><sheet name="Data" sheetId="12" r:id="rIdD"/><sheet name="Secret" sheetId="13" state="hidden" r:id="rIdH"/><sheet name="Deep {person.name}" sheetId="14" state="veryHidden" r:id="rIdV"/>'
            f'<sheet name="Macros" sheetId="15" r:id="rIdM"/><sheet name="Gone" sheetId="16" r:id="rIdNone"/><sheet name="Picture" sheetId="17" r:id="rIdC"/></sheets>'
            f'<functionGroups><functionGroup name="{person.name}"/></functionGroups><externalReferences><externalReference r:id="rIdE"/></externalReferences><definedNames>{defined}</definedNames>'
            f'<calcPr calcId="{person.number}" calcOnSave="0" calcCompleted="0" concurrentCalc="0" forceFullCalc="1" fullCalcOnLoad="1" concurrentManualCount="{person.number % 16}" iterate="1"/><oleSize ref="A1"/><customWorkbookViews><customWorkbookView name="{person.name} - Personal View" guid="{{{person.hex(4)}}}" windowWidth="10" windowHeight="10" activeSheetId="1"/></customWorkbookViews>'
            f'<pivotCaches><pivotCache cacheId="{person.number}" r:id="rIdP"/></pivotCaches><smartTagPr embed="1"/><smartTagTypes><smartTagType name="{person.name}"/></smartTagTypes><webPublishing codePage="1252"/><fileRecoveryPr repairLoad="1"/>'
            f'<webPublishObjects><webPublishObject id="1" divId="d" destinationFile="C:\\Users\\{person.name}\\x.htm"/></webPublishObjects><extLst><ext uri="{{{person.hex(5)}}}"/></extLst></workbook>')


def summary(person, texts):
    t = texts.cell
    rows = [
        row(1, t("A1", "Visible title", 1) + t("B1", f"Covered by {person.name}") + t("C1", "<r><rPr><b/><rFont val=\"Arial\"/></rPr><t>Rich</t></r><r><t xml:space=\"preserve\"> text</t></r><rPh sb=\"0\" eb=\"4\"><t>Reading of " + person.name + "</t></rPh><phoneticPr fontId=\"1\"/>"), 's="3" customFormat="1" ht="20" customHeight="1"'),
        row(2, t("A2", "Rate") + number("B2", "0.25", 2) + number("C2", person.number, 4) + t("D2", f"White {person.name}", 5) + t("E2", f"Tiny {person.name}", 6) + t("F2", "Seen in a colour", 7)),
        row(3, t("A3", f"Hidden row of {person.name}") + number("B3", person.number), 'hidden="1"'),
        row(4, t("A4", f"Row without height of {person.name}"), 'ht="0" customHeight="1"'),
        row(5, number("B5", "3", 0, "<f>SUM(B2:B2)</f>") + number("C5", "7", 0, "<f ca=\"1\">SUM(B2:B4)</f>") + number("D5", "8", 0, "<f>Secret!A1*2</f>") + number("E5", "9", 0, "<f>[1]Sheet1!$A$1</f>") + number("F5", "10", 0, "<f>Rate*4</f>")),
        row(6, string("B6", f'WEBSERVICE("http://tracker.example/{person.number}")', "fetched") + string("C6", f'MYADDIN("{person.name}")', "computed") + number("D6", "11", 0, f'<f>B2+N("by {person.name}")</f>') + number("E6", "12", 0, "<f>FromSecret+1</f>") + number("F6", "13", 0, "<f>B2+|</f>")),
        row(7, number("B7", "1", 0, '<f t="shared" ref="B7:B8" si="4">F5*2</f>') + number("C7", "2", 0, '<f t="shared" ref="C7:C8" si="5">C2*2</f>') + number("D7", "4", 0, '<f t="array" ref="D7:D7">SUM(B2:B2*2)</f>') + number("E7", "5", 0, '<f t="dataTable" ref="E7:E7" dt2D="0" dtr="0" r1="B2"/>') + number("F7", "6", 8, "<f>B2*6</f>")),
        row(8, number("B8", "1", 0, '<f t="shared" si="4"/>') + number("C8", "2", 0, '<f t="shared" si="5"/>') + '<c r="D8" t="inlineStr" ph="1" vm="1" cm="1"><is><t>Typed in place</t></is></c><c r="E8" t="e"><v>#N/A</v></c><c r="F8" t="b"><v>1</v></c>'),
        row(9, '<c r="A9" t="d"><v>2024-05-17</v></c><c r="B9"><v>no number</v></c>' + t("C9", "A\u200bmarked text") + string("D9", '"a\u200bb"', "joined") + string("E9", 'INDIRECT("A1")', "Visible title") + "<c r=\"F9\"><f>OFFSET(B2,1,0)</f></c>" + '<foreign note="' + person.name + '"/>', f'xr:uid="{{{person.hex(6)}}}"'),
        row(10, t("A10", "A link") + t("B10", "No link") + t("C10", "Inside") + t("D10", "To a secret")),
    ]
    conditions = ('<conditionalFormatting sqref="F2"><cfRule type="cellIs" dxfId="1" priority="1" operator="equal"><formula>"Seen in a colour"</formula></cfRule></conditionalFormatting>'
                  '<conditionalFormatting sqref="A40"><cfRule type="expression" dxfId="0" priority="2"><formula>Secret!$A$1&gt;1</formula></cfRule></conditionalFormatting>'
                  f'<conditionalFormatting sqref="A42"><cfRule type="containsText" dxfId="0" priority="4" operator="containsText" text="{person.name}"><formula>NOT(ISERROR(SEARCH("{person.name}",A42)))</formula></cfRule></conditionalFormatting><conditionalFormatting sqref="A41"><cfRule type="colorScale" priority="3"><colorScale><cfvo type="min"/><cfvo type="formula" val="Secret!$A$1"/><color rgb="FF000000"/><color rgb="FFFFFFFF"/></colorScale></cfRule></conditionalFormatting>')
    validations = (f'<dataValidations count="2" disablePrompts="0" xWindow="{person.number}" yWindow="1"><dataValidation type="list" allowBlank="1" showInputMessage="1" promptTitle="{person.name}" prompt="Ask {person.name}" errorTitle="{person.name}" error="No, {person.name}" sqref="B2"><formula1>"1,2,3"</formula1></dataValidation>'
                   '<dataValidation type="list" sqref="B5"><formula1>Secret!$A$1:$A$3</formula1></dataValidation></dataValidations>')
    links = (f'<hyperlinks><hyperlink ref="A10" r:id="rIdLink" tooltip="{person.name}" display="{person.name}" location="x{person.number}" xr:uid="{{{person.hex(7)}}}"/><hyperlink ref="B10" r:id="rIdFile"/><hyperlink ref="C10" location="Data!A1"/>'
             '<hyperlink ref="D10" location="Secret!A1"/><hyperlink ref="A3" r:id="rIdHiddenLink"/><hyperlink ref="E10" location="1+1"/></hyperlinks>')
    header = (f'<headerFooter differentFirst="0"><oddHeader xml:space="preserve">&amp;L&amp;"Arial,Bold"Report&amp;C&amp;Z&amp;F&amp;R&amp;G&amp;"{person.name} Sans,Regular"&amp;K00FF00page &amp;P</oddHeader><oddFooter>&amp;Q&amp;A &amp;12&amp;D</oddFooter><firstHeader>&amp;L{person.name}</firstHeader></headerFooter>')
    return (f'{XML}<!-- by {person.name} --><worksheet {SHEET_NAMESPACES} xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" xr:uid="{{{person.hex(8)}}}"><sheetPr codeName="{person.name.replace(" ", "")}" filterMode="1" published="0" transitionEntry="0" syncRef="A1" syncVertical="0" syncHorizontal="0" transitionEvaluation="0" enableFormatConditionsCalculation="1"><tabColor rgb="FFFF0000"/><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:Z{person.number}"/>'
            f'<sheetViews><sheetView showGridLines="0" tabSelected="1" zoomScale="{person.number % 90 + 10}" zoomScaleNormal="80" zoomScalePageLayoutView="80" zoomScaleSheetLayoutView="80" view="normal" topLeftCell="A{person.number % 5 + 1}" showRuler="0" showWhiteSpace="0" windowProtection="0" workbookViewId="0"><pane ySplit="1" topLeftCell="A{person.number % 50 + 2}" activePane="bottomLeft" state="frozen"/><selection activeCell="B{person.number % 9 + 1}" sqref="B2"/><pivotSelection><pivotArea/></pivotSelection></sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="15" x14ac:dyDescent="0.25"/><cols><col min="1" max="1" width="20" style="3" customWidth="1" phonetic="1"/><col min="8" max="8" width="9" hidden="1"/><col min="9" max="9" width="0" customWidth="1"/></cols>'
            f'<sheetData>{"".join(rows)}{row(11, t("H11", f"Hidden column of {person.name}") + t("I11", f"Narrow column of {person.name}") + number("J11", "5", 0, "<f>H11&amp;1</f>"))}</sheetData><sheetData><row r="1"><c r="A1"><v>{person.number}</v></c></row></sheetData>'
            f'<sheetCalcPr fullCalcOnLoad="1"/><sheetProtection algorithmName="SHA-512" hashValue="{person.hex(9)}" sheet="1"/><protectedRanges><protectedRange name="{person.name}" sqref="A1" securityDescriptor="O:WDG:WDD:(A;;CC;;;S-1-5-21-{person.number})"/></protectedRanges>'
            f'<scenarios><scenario name="{person.name}" user="{person.name}"><inputCells r="A1" val="{person.number}"/></scenario></scenarios><autoFilter ref="A1:C10"><filterColumn colId="0"><filters><filter val="{person.name}"/></filters></filterColumn><filterColumn colId="1"><customFilters><customFilter val="{person.number}"/></customFilters></filterColumn>'
            f'<filterColumn colId="2"><top10 val="{person.number % 10}"/></filterColumn><filterColumn colId="3"><dynamicFilter type="today"/></filterColumn><filterColumn colId="4"><colorFilter dxfId="0"/></filterColumn><filterColumn colId="5"><iconFilter iconSet="3Arrows"/></filterColumn></autoFilter><sortState ref="A2:C10"><sortCondition ref="A2" customList="{person.name}"/></sortState>'
            f'<dataConsolidate><dataRefs count="1"><dataRef ref="A1" name="{person.name}"/></dataRefs></dataConsolidate><customSheetViews><customSheetView guid="{{{person.hex(4)}}}"/></customSheetViews><mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells><phoneticPr fontId="1"/>'
            f'{conditions}{validations}{links}<printOptions gridLines="1"/><pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" r:id="rIdPrinter" horizontalDpi="{person.number}" verticalDpi="600" copies="2" usePrinterDefaults="0" paperHeight="1mm" paperWidth="1mm" paperUnits="mm"/>{header}'
            f'<rowBreaks count="1" manualBreakCount="1"><brk id="20" max="16383" man="1"/></rowBreaks><customProperties><customPr name="{person.name}" r:id="rIdCustom"/></customProperties><cellWatches><cellWatch r="A1"/></cellWatches><ignoredErrors><ignoredError sqref="A1" numberStoredAsText="1"/></ignoredErrors><smartTags><cellSmartTags r="A1"/></smartTags>'
            f'<drawing r:id="rIdDrawing"/><legacyDrawing r:id="rIdVml"/><legacyDrawingHF r:id="rIdVmlHeader"/><picture r:id="rIdBackground"/><oleObjects><oleObject progId="Package" shapeId="{person.number}" r:id="rIdOle"/></oleObjects><controls><control shapeId="{person.number}" r:id="rIdControl" name="{person.name}"/></controls>'
            f'<webPublishItems><webPublishItem id="1" divId="d" sourceType="sheet" destinationFile="C:\\Users\\{person.name}\\x.htm"/></webPublishItems><extLst><ext uri="{{05C60535-1F16-4fd2-B633-F4F36F0B64E0}}"><x14:sparklineGroups><x14:sparklineGroup><x14:sparklines><x14:sparkline/></x14:sparklines></x14:sparklineGroup></x14:sparklineGroups></ext></extLst></worksheet>')


def data(person, texts):
    t = texts.cell
    rows = [row(1, t("A1", "Item") + t("B1", "Amount") + t("C1", "Twice")), row(2, t("A2", "Apples") + number("B2", "1") + number("C2", "2", 0, "<f>Sales[[#This Row],[Amount]]*2</f>")), row(3, t("A3", "Pears") + number("B3", "2") + number("C3", "4", 0, "<f>Sales[[#This Row],[Amount]]*2</f>")),
            row(4, t("A4", "Total") + number("B4", "3", 0, "<f>SUBTOTAL(109,Sales[Amount])</f>") + "<c r=\"C4\"/>"),
            row(6, t("A6", "Name") + t("B6", "Cost")), row(7, t("A7", f"Hidden {person.name}") + number("B7", "9"), 'hidden="1"'), row(8, t("A8", "Shown") + number("B8", "4") + number("C8", "13", 0, "<f>SUM(Costs[Cost])</f>"))]
    return (f'{XML}<worksheet {SHEET_NAMESPACES}><sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews><sheetData>{"".join(rows)}</sheetData><tableParts count="3"><tablePart r:id="rIdT"/><tablePart r:id="rIdT2"/><tablePart r:id="rIdNone"/></tableParts></worksheet>')


def table(person, number, name, ref, columns, style, formula=False):
    calculated = "<calculatedColumnFormula>Sales[[#This Row],[Amount]]*2</calculatedColumnFormula>" if formula else ""
    lookup = "<calculatedColumnFormula>Secret!A1</calculatedColumnFormula><totalsRowFormula>Secret!A1</totalsRowFormula>" if formula else ""
    parts = "".join(f'<tableColumn id="{i * 3 + person.number % 2}" xr3:uid="{{{person.hex(i)}}}" uniqueName="{person.number}" queryTableFieldId="{i}" name="{c}" dataDxfId="0" dataCellStyle="{person.name}" headerRowCellStyle="{person.name}" totalsRowCellStyle="{person.name}"' + (' totalsRowFunction="custom"' if formula and i == 1 else "") + f'>{calculated if i == 3 else lookup if i == 1 else "<xmlColumnPr mapId=&quot;1&quot; xpath=&quot;/x&quot; xmlDataType=&quot;string&quot;/>".replace("&quot;", chr(34))}</tableColumn>' for i, c in enumerate(columns, 1))
    return (f'{XML}<table {SHEET_NAMESPACES} xmlns:xr3="http://schemas.microsoft.com/office/spreadsheetml/2016/revision3" id="{number * 5 + person.number % 3}" xr:uid="{{{person.hex(number)}}}" name="{person.name.replace(" ", "")}{number}" displayName="{name}" ref="{ref}" tableType="queryTable" connectionId="1" published="0" totalsRowCount="1" comment="of {person.name}" headerRowDxfId="99" headerRowCellStyle="{person.name}" dataCellStyle="{person.name}" totalsRowCellStyle="{person.name}">'
            f'<autoFilter ref="{ref}"/><tableColumns count="{len(columns)}">{parts}</tableColumns><tableStyleInfo name="{style}" showFirstColumn="0" showLastColumn="0" showRowStripes="1" showColumnStripes="0"/></table>')


def excel_styles(person):
    def font(extra, face="Calibri", size=11):
        return f'<font>{extra}<sz val="{size}"/><name val="{face}"/><family val="2"/></font>'
    xfs = [(0, 0, 0, ""), (0, 1, 0, ""), (165, 0, 0, ""), (0, 0, 2, ""), (166, 0, 0, ""), (0, 2, 0, ""), (0, 3, 0, ""), (0, 2, 0, ""), (0, 0, 0, '<protection hidden="1"/>'), (167, 4, 3, "")]
    cells = "".join(f'<xf numFmtId="{n}" fontId="{f}" fillId="{i}" borderId="0" xfId="{1 if k == 1 else 0}" applyFont="1">{inner}</xf>' for k, (n, f, i, inner) in enumerate(xfs))
    return (f'{XML}<styleSheet {SHEET_NAMESPACES}><numFmts count="3"><numFmt numFmtId="165" formatCode="0.00&quot; per year&quot;"/><numFmt numFmtId="166" formatCode=";;;"/><numFmt numFmtId="167" formatCode="0&quot; {person.name}&quot;"/></numFmts>'
            f'<fonts count="5" x14ac:knownFonts="1">{font("")}{font("<b/>", person.name + " Grotesk")}{font("<color theme=&quot;0&quot;/>".replace("&quot;", chr(34)))}{font("", "Calibri", 1)}{font("<i/>")}</fonts>'
            '<fills count="4"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFFFFF00"/></patternFill></fill><fill><gradientFill degree="90"><stop position="0"><color rgb="FF000000"/></stop></gradientFill></fill></fills>'
            '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0"/><xf numFmtId="0" fontId="4" fillId="0" borderId="0"/></cellStyleXfs>'
            f'<cellXfs count="{len(xfs)}">{cells}</cellXfs><cellStyles count="3"><cellStyle name="Standard" xfId="0" builtinId="0" xr9:uid="{{{person.hex(1)}}}" xmlns:xr9="http://schemas.microsoft.com/office/spreadsheetml/2016/revision9"/><cellStyle name="{person.name}" xfId="1"/><cellStyle name="{person.name} unused" xfId="2"/></cellStyles>'
            f'<dxfs count="3"><dxf><font><b/></font></dxf><dxf><font><color rgb="FF00FF00"/></font><numFmt numFmtId="{170 + person.number % 5}" formatCode="0.0"/><fill><patternFill><bgColor rgb="FF000000"/></patternFill></fill></dxf><dxf><font><i/></font></dxf></dxfs>'
            f'<tableStyles count="2" defaultTableStyle="TableStyleMedium2" defaultPivotStyle="PivotStyleLight16"><tableStyle name="{person.name} Table" pivot="0" count="1"><tableStyleElement type="headerRow" dxfId="2"/></tableStyle><tableStyle name="{person.name} old" count="1"><tableStyleElement type="headerRow" dxfId="0"/></tableStyle></tableStyles>'
            f'<colors><mruColors><color rgb="FF{person.number % 100:02d}0000"/></mruColors></colors><extLst><ext uri="{{{person.hex(2)}}}"/></extLst></styleSheet>')


def anchor(inner, start=(12, 1), end=(20, 5), edit="oneCell"):
    def corner(name, place):
        return f'<xdr:{name}><xdr:col>{place[1]}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{place[0]}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:{name}>'
    return f'<xdr:twoCellAnchor editAs="{edit}">{corner("from", start)}{corner("to", end)}{inner}<xdr:clientData/></xdr:twoCellAnchor>'


def shape(person, name, text, extra="", transform="", fill=""):
    return (f'<xdr:sp macro="{person.name.replace(" ", "")}!x" textlink="" fPublished="0" fLocksText="1"><xdr:nvSpPr><xdr:cNvPr id="{person.number % 50 + 2}" name="{name}" {extra}/><xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr><a:xfrm {transform}><a:off x="0" y="0"/><a:ext cx="100" cy="100"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}</xdr:spPr>'
            f'<xdr:txBody><a:bodyPr/><a:p><a:r><a:t>{text}</a:t></a:r></a:p></xdr:txBody></xdr:sp>')


def excel_drawing(person):
    frame = '<xdr:graphicFrame macro="{}" fPublished="0"><xdr:nvGraphicFramePr><xdr:cNvPr id="7" name="{}"/><xdr:cNvGraphicFramePr/></xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm><a:graphic><a:graphicData uri="{}">{}</a:graphicData></a:graphic></xdr:graphicFrame>'
    chart = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    link = '<a:hlinkClick r:id="{}"/>'
    picture = f'<xdr:pic macro="m{person.number}" fPublished="0"><xdr:nvPicPr><xdr:cNvPr id="3" name="{person.name}.png" descr="C:\\Users\\{person.name}\\photo.png" title="{person.name}"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rIdImage"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr><a:prstGeom prst="rect"/></xdr:spPr></xdr:pic>'
    linked = shape(person, "linked", "Linked shape").replace("<xdr:cNvSpPr/>", "<xdr:cNvSpPr/>", 1)
    linked = linked.replace(f'name="linked" />', f'name="linked">{link.format("rIdIn")}</xdr:cNvPr>').replace('textlink=""', 'textlink="Secret!A1"')
    connector = f'<xdr:cxnSp macro="m{person.number}"><xdr:nvCxnSpPr><xdr:cNvPr id="9" name="{person.name}"/><xdr:cNvCxnSpPr/></xdr:nvCxnSpPr><xdr:spPr><a:prstGeom prst="line"/></xdr:spPr></xdr:cxnSp>'
    slicer = f'<mc:AlternateContent><mc:Choice Requires="a14" xmlns:a14="http://schemas.microsoft.com/office/drawing/2010/main"><xdr:graphicFrame><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/drawing/2010/slicer"><sle:slicer xmlns:sle="http://schemas.microsoft.com/office/drawing/2010/slicer" name="{person.name}"/></a:graphicData></a:graphic></xdr:graphicFrame></mc:Choice><mc:Fallback>{shape(person, "x", person.name)}</mc:Fallback></mc:AlternateContent>'
    funnel = f'<mc:AlternateContent><mc:Choice Requires="cx1" xmlns:cx1="http://schemas.microsoft.com/office/drawing/2015/9/8/chartex"><xdr:graphicFrame><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/drawing/2014/chartex"/></a:graphic></xdr:graphicFrame></mc:Choice><mc:Fallback>{shape(person, "x", person.name)}</mc:Fallback></mc:AlternateContent>'
    group = f'<xdr:grpSp><xdr:nvGrpSpPr><xdr:cNvPr id="11" name="{person.name}"/><xdr:cNvGrpSpPr/></xdr:nvGrpSpPr><xdr:grpSpPr/>{shape(person, "in", "Grouped")}{shape(person, "in", person.name, chr(104) + "idden=" + chr(34) + "1" + chr(34))}</xdr:grpSp>'
    return (f'{XML}<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{OFFICE[:-1]}" xmlns:c="{chart}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
            + anchor(picture) + anchor(shape(person, person.name, "A shape")) + anchor(shape(person, "h", f"Hidden shape of {person.name}", 'hidden="1"')) + anchor(shape(person, "z", f"No size {person.name}"), (2, 2), (2, 2)) + anchor(shape(person, "r", f"In hidden rows {person.name}"), (2, 0), (3, 3))
            + anchor(shape(person, "w", f"Copy of {person.name}", "", 'rot="2700000"', '<a:solidFill><a:srgbClr val="FF0000"><a:alpha val="40000"/></a:srgbClr></a:solidFill>')) + anchor(linked) + anchor(connector) + anchor(group)
            + anchor(frame.format(f"m{person.number}", person.name, chart, '<c:chart r:id="rIdChart"/>')) + anchor(frame.format("", person.name, "http://schemas.openxmlformats.org/drawingml/2006/diagram", f'<x name="{person.name}"/>')) + anchor(slicer) + anchor(funnel) + "</xdr:wsDr>")


def excel_chart(person):
    def strings(ref, *values):
        return f'<c:strRef><c:f>{ref}</c:f><c:strCache><c:ptCount val="{len(values)}"/>' + "".join(f'<c:pt idx="{i}"><c:v>{v}</c:v></c:pt>' for i, v in enumerate(values)) + "</c:strCache></c:strRef>"

    def numbers(ref, *values):
        return f'<c:numRef><c:f>{ref}</c:f><c:numCache><c:formatCode>General</c:formatCode><c:ptCount val="{len(values)}"/>' + "".join(f'<c:pt idx="{i}"><c:v>{v}</c:v></c:pt>' for i, v in enumerate(values)) + "</c:numCache></c:numRef>"
    levels = '<c:multiLvlStrRef><c:f>Secret!$A$1:$B$2</c:f><c:multiLvlStrCache><c:ptCount val="1"/><c:lvl><c:pt idx="0"><c:v>Level</c:v></c:pt></c:lvl></c:multiLvlStrCache></c:multiLvlStrRef>'
    series = (f'<c:ser><c:idx val="0"/><c:order val="0"/><c:tx>{strings("Data!$B$1", "Amount")}</c:tx><c:cat>{strings("Data!$A$2:$A$3", "Apples", "Pears")}</c:cat><c:val>{numbers("Data!$B$2:$B$3", 1, 2)}</c:val></c:ser>'
              f'<c:ser><c:idx val="1"/><c:order val="1"/><c:tx>{strings("Secret!$A$1", "From a secret")}</c:tx><c:cat>{levels}</c:cat><c:val>{numbers(f"[{person.number}]Sheet1!$B$2", 5)}</c:val></c:ser>'
              f'<c:ser><c:idx val="2"/><c:order val="2"/><c:cat>{strings("Summary!$A$2:$A$4", "Rate", "Hidden row of " + person.name, "Row without height of " + person.name)}</c:cat><c:val>{numbers("Summary!$B$2:$B$2", 1)}</c:val></c:ser>')
    return (f'{XML}<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="{OFFICE[:-1]}"><c:pivotSource><c:name>[{person.name}.xlsx]Data!Pivot</c:name><c:fmtId val="0"/></c:pivotSource><c:chart><c:title><c:tx>{strings("Secret!$A$2", "A title")}</c:tx></c:title><c:pivotFmts/>'
            f'<c:plotArea><c:barChart><c:barDir val="col"/><c:grouping val="clustered"/>{series}<c:axId val="{person.number}"/></c:barChart></c:plotArea><c:extLst><c:ext uri="{{{person.hex(1)}}}"/></c:extLst></c:chart><c:externalData r:id="rIdX"/><c:printSettings/><c:userShapes r:id="rIdU"/></c:chartSpace>')


def pixel():
    import struct
    import zlib

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0")) + chunk(b"IEND", b"")


def excel(person, main_type="sheet.main+xml"):
    texts = Texts([f"Deleted by {person.name}", "Total"] if person.number % 2 else ["Pears", f"Deleted by {person.name}", "Cost"])
    sheets = summary(person, texts), data(person, texts)
    secret = f'{XML}<worksheet {SHEET_NAMESPACES}><sheetData>{row(1, texts.cell("A1", f"Secret of {person.name}"))}</sheetData></worksheet>'
    microsoft = "http://schemas.microsoft.com/office/"
    people = f'<personList xmlns="{microsoft}spreadsheetml/2018/threadedcomments"><person displayName="{person.name}" id="{{{person.hex(1)}}}" userId="S::{person.number}@example.org" providerId="AD"/></personList>'
    extra = [
        ("xl/comments1.xml", "comments", "rIdComments", "summary", f'{XML}<comments xmlns="{S}"><authors><author>{person.name}</author></authors><commentList><comment ref="A1" authorId="0" shapeId="0"><text><r><t>Remark of {person.name}</t></r></text></comment></commentList></comments>'),
        ("xl/threadedComments/threadedComment1.xml", microsoft + "2017/10/relationships/threadedComment", "rIdThread", "summary", f'<ThreadedComments xmlns="{microsoft}spreadsheetml/2018/threadedcomments"><threadedComment ref="A1" dT="2024-05-11T10:00:00.00" personId="{{{person.hex(1)}}}"><text>{person.name}</text></threadedComment></ThreadedComments>'),
        ("xl/persons/person.xml", microsoft + "2017/10/relationships/person", "rIdPerson", "workbook", people),
        ("xl/drawings/vmlDrawing1.vml", "vmlDrawing", "rIdVml", "summary", f'<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape id="_x0000_s{person.number}" alt="{person.name}"/></xml>'),
        ("xl/drawings/vmlDrawing2.vml", "vmlDrawing", "rIdVmlHeader", "summary", f'<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape id="CH" alt="{person.name}"/></xml>'),
        ("xl/printerSettings/printerSettings1.bin", "printerSettings", "rIdPrinter", "summary", f"\\\\server\\printer {person.name}"),
        ("xl/embeddings/oleObject1.bin", "oleObject", "rIdOle", "summary", person.name),
        ("xl/activeX/activeX1.xml", "control", "rIdControl", "summary", f"<x>{person.name}</x>"),
        ("xl/customProperty1.bin", "customProperty", "rIdCustom", "summary", person.name),
        ("xl/pivotTables/pivotTable1.xml", "pivotTable", "rIdPivot", "data", f'<pivotTableDefinition xmlns="{S}" name="{person.name}"/>'),
        ("xl/queryTables/queryTable1.xml", "queryTable", "rIdQuery", "data", f'<queryTable xmlns="{S}" name="{person.name}" connectionId="1"/>'),
        ("xl/slicers/slicer1.xml", microsoft + "2007/relationships/slicer", "rIdSlicer", "data", f'<slicers xmlns="{microsoft}spreadsheetml/2009/9/main"><slicer name="{person.name}"/></slicers>'),
        ("xl/pivotCache/pivotCacheDefinition1.xml", "pivotCacheDefinition", "rIdP", "workbook", f'<pivotCacheDefinition xmlns="{S}" refreshedBy="{person.name}"><cacheFields><cacheField name="n"><sharedItems><s v="{person.name}"/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>'),
        ("xl/pivotCache/pivotCacheRecords1.xml", "pivotCacheRecords", "rIdRecords", "none", f'<pivotCacheRecords xmlns="{S}"><r><s v="{person.name}"/></r></pivotCacheRecords>'),
        ("xl/slicerCaches/slicerCache1.xml", microsoft + "2007/relationships/slicerCache", "rIdSlicerCache", "workbook", f'<slicerCacheDefinition xmlns="{microsoft}spreadsheetml/2009/9/main" name="{person.name}"/>'),
        ("xl/timelines/timeline1.xml", microsoft + "2011/relationships/timeline", "rIdTimeline", "data", f'<timelines name="{person.name}"/>'),
        ("xl/timelineCaches/timelineCache1.xml", microsoft + "2011/relationships/timelineCache", "rIdTimelineCache", "workbook", f'<timelineCacheDefinition name="{person.name}"/>'),
        ("xl/connections.xml", "connections", "rIdConnections", "workbook", f'<connections xmlns="{S}"><connection id="1" name="{person.name}" sourceFile="C:\\Users\\{person.name}\\x.accdb" odcFile="C:\\Users\\{person.name}\\x.odc"><dbPr connection="Data Source=C:\\Users\\{person.name}\\x" command="SELECT {person.number}"/></connection></connections>'),
        ("xl/externalLinks/externalLink1.xml", "externalLink", "rIdE", "workbook", f'<externalLink xmlns="{S}"><externalBook><sheetNames><sheetName val="{person.name}"/></sheetNames></externalBook></externalLink>'),
        ("xl/calcChain.xml", "calcChain", "rIdChain", "workbook", f'<calcChain xmlns="{S}"><c r="B5" i="1"/></calcChain>'),
        ("xl/metadata.xml", "sheetMetadata", "rIdMeta", "workbook", f'<metadata xmlns="{S}" name="{person.name}"/>'),
        ("xl/xmlMaps.xml", "xmlMaps", "rIdMaps", "workbook", f'<MapInfo xmlns="{S}"><Map Name="{person.name}"/></MapInfo>'),
        ("xl/tables/tableSingleCells1.xml", "tableSingleCells", "rIdSingle", "summary", f'<singleXmlCells xmlns="{S}" name="{person.name}"/>'),
        ("xl/volatileDependencies.xml", "volatileDependencies", "rIdVolatile", "workbook", f'<volTypes xmlns="{S}"><x name="{person.name}"/></volTypes>'),
        ("xl/revisions/revisionHeaders.xml", "revisionHeaders", "rIdRevisions", "workbook", f'<headers xmlns="{S}"><header userName="{person.name}" dateTime="2024-05-11T10:00:00Z"/></headers>'),
        ("xl/revisions/revisionLog1.xml", "revisionLog", "rIdLog", "none", f'<revisions xmlns="{S}"><x name="{person.name}"/></revisions>'),
        ("xl/revisions/userNames.xml", "usernames", "rIdUsers", "workbook", f'<users xmlns="{S}"><userInfo name="{person.name}"/></users>'),
        ("xl/model/item.data", microsoft + "2011/relationships/powerPivotData", "rIdModel", "workbook", person.name),
        ("xl/richData/rdrichvalue.xml", microsoft + "2017/06/relationships/rdRichValue", "rIdRich", "workbook", f"<rvData><v>{person.name}</v></rvData>"),
        ("xl/richData/rdrichvaluestructure.xml", microsoft + "2017/06/relationships/rdRichValueStructure", "rIdRichS", "workbook", "<rvStructures/>"),
        ("xl/richData/rdRichValueTypes.xml", microsoft + "2017/06/relationships/rdRichValueTypes", "rIdRichT", "workbook", "<rvTypesInfo/>"),
        ("xl/richData/rdarray.xml", microsoft + "2017/06/relationships/rdArray", "rIdRichA", "workbook", f"<arrayData><v>{person.name}</v></arrayData>"),
        ("xl/richData/richStyles.xml", microsoft + "2017/06/relationships/richStyles", "rIdRichStyles", "workbook", "<richStyleSheet/>"),
        ("xl/richData/rdsupportingpropertybag.xml", microsoft + "2017/06/relationships/rdSupportingPropertyBag", "rIdBag", "workbook", f"<x>{person.name}</x>"),
        ("xl/richData/rdsupportingpropertybagstructure.xml", microsoft + "2017/06/relationships/rdSupportingPropertyBagStructure", "rIdBagS", "workbook", "<x/>"),
        ("xl/richData/rdRichValueWebImage.xml", microsoft + "2020/07/relationships/rdRichValueWebImage", "rIdWebImage", "workbook", f"<x>{person.name}</x>"),
        ("xl/richData/richValueRel.xml", microsoft + "2022/10/relationships/richValueRel", "rIdRichRel", "workbook", f"<x>{person.name}</x>"),
        ("xl/featurePropertyBag/featurePropertyBag.xml", microsoft + "2022/11/relationships/FeaturePropertyBag", "rIdFeatures", "workbook", "<FeaturePropertyBags/>"),
        ("xl/namedSheetViews/sort.xml", microsoft + "2019/04/relationships/wsSortMap", "rIdSort", "summary", f"<x>{person.name}</x>"),
        ("xl/vbaProject.bin", microsoft + "2006/relationships/vbaProject", "rIdVba", "workbook", f"Attribute {person.name}"),
        ("xl/macrosheets/sheet1.xml", microsoft + "2006/relationships/xlMacrosheet", "rIdM", "workbook", f'<xm:macrosheet xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" name="{person.name}"/>'),
        ("xl/macrosheets/intlsheet1.xml", microsoft + "2006/relationships/xlIntlMacrosheet", "rIdIntl", "workbook", f'<xm:macrosheet xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" name="{person.name}"/>'),
        ("xl/dialogsheets/sheet1.xml", "dialogsheet", "rIdDialog", "workbook", f'<dialogsheet xmlns="{S}" name="{person.name}"/>'),
        ("customXml/item1.xml", "customXml", "rIdXml", "workbook", f"<x><accountName>{person.name}</accountName></x>"),
    ]
    links = {"workbook": [
        ("rIdS", "worksheet", "worksheets/sheet1.xml", False), ("rIdD", "worksheet", "worksheets/sheet2.xml", False), ("rIdH", "worksheet", "worksheets/sheet3.xml", False), ("rIdV", "worksheet", "worksheets/sheet4.xml", False), ("rIdC", "chartsheet", "chartsheets/sheet1.xml", False),
        ("rIdStyles", "styles", "styles.xml", False), ("rIdStrings", "sharedStrings", "sharedStrings.xml", False), ("rIdTheme", "theme", "theme/theme1.xml", False)],
        "summary": [("rIdLink", "hyperlink", f"https://example.org/page?utm_source={person.number}&amp;id=7", True), ("rIdFile", "hyperlink", f"file:///C:/Users/{person.number}/x.xlsx", True), ("rIdHiddenLink", "hyperlink", "https://example.org/hidden", True),
                    ("rIdDrawing", "drawing", "../drawings/drawing1.xml", False), ("rIdBackground", "image", "../media/background.png", False)],
        "data": [("rIdT", "table", "../tables/table1.xml", False), ("rIdT2", "table", "../tables/table2.xml", False), ("rIdT3", "table", "../tables/table3.xml", False)], "none": []}
    for part, kind, identifier, owner, _ in extra:
        links[owner].append((identifier, kind, "/" + part, False))
    theme = (f'{XML}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="{person.name}"><a:themeElements><a:clrScheme name="{person.name}"><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1><a:lt1><a:sysClr val="window" lastClr="FFFFFF"/></a:lt1></a:clrScheme>'
             f'<a:fontScheme name="{person.name}"><a:majorFont><a:latin typeface="{person.name} Sans"/><a:ea typeface=""/><a:cs typeface=""/></a:majorFont></a:fontScheme></a:themeElements></a:theme>')
    overrides = [("xl/workbook.xml", EXCEL + main_type if "/" not in main_type else main_type), ("xl/styles.xml", EXCEL + "styles+xml"), ("xl/sharedStrings.xml", EXCEL + "sharedStrings+xml"), ("xl/drawings/drawing1.xml", "application/vnd.openxmlformats-officedocument.drawing+xml"),
                 ("xl/charts/chart1.xml", "application/vnd.openxmlformats-officedocument.drawingml.chart+xml")] + [(f"xl/worksheets/sheet{i}.xml", EXCEL + "worksheet+xml") for i in (1, 2, 3, 4)]
    return [
        ("[Content_Types].xml", content_types([("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml"), ("bin", "application/octet-stream"), ("png", "image/png"), ("vml", "application/x")], overrides)),
        ("_rels/.rels", relationships([("rId1", "officeDocument", "xl/workbook.xml", False), ("rId2", PACKAGE + "relationships/metadata/core-properties", "docProps/core.xml", False)])),
        ("xl/workbook.xml", workbook(person)), ("xl/_rels/workbook.xml.rels", relationships(links["workbook"])),
        ("xl/worksheets/sheet1.xml", sheets[0]), ("xl/worksheets/_rels/sheet1.xml.rels", relationships(links["summary"])),
        ("xl/worksheets/sheet2.xml", sheets[1]), ("xl/worksheets/_rels/sheet2.xml.rels", relationships(links["data"])),
        ("xl/worksheets/sheet3.xml", secret), ("xl/worksheets/sheet4.xml", secret),
        ("xl/chartsheets/sheet1.xml", f'{XML}<chartsheet {SHEET_NAMESPACES}><sheetViews><sheetView workbookViewId="0"/></sheetViews><drawing r:id="rIdDrawing"/></chartsheet>'),
        ("xl/chartsheets/_rels/sheet1.xml.rels", relationships([("rIdDrawing", "drawing", "../drawings/drawing1.xml", False)])),
        ("xl/drawings/drawing1.xml", excel_drawing(person)),
        ("xl/drawings/_rels/drawing1.xml.rels", relationships([("rIdImage", "image", "../media/image1.png", False), ("rIdChart", "chart", "../charts/chart1.xml", False), ("rIdIn", "hyperlink", "#Secret!A1", True)])),
        ("xl/charts/chart1.xml", excel_chart(person)), ("xl/tables/table1.xml", table(person, 1, "Sales", "A1:C4", ["Item", "Amount", "Twice"], person.name + " Table", True)), ("xl/tables/table2.xml", table(person, 2, "Costs", "A6:B8", ["Name", "Cost"], "TableStyleLight1")),
        ("xl/tables/table3.xml", table(person, 3, "Lost", "A20:B22", ["Lost", "Found"], "TableStyleLight1")),
        ("xl/styles.xml", excel_styles(person)), ("xl/theme/theme1.xml", theme), ("xl/media/image1.png", pixel()), ("xl/media/background.png", pixel()), ("xl/sharedStrings.xml", texts.part()),
        ("docProps/core.xml", f'<cp:coreProperties xmlns:cp="{PACKAGE}metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>{person.name}</dc:creator></cp:coreProperties>'),
        ("xl/pivotCache/_rels/pivotCacheDefinition1.xml.rels", relationships([("rId1", "pivotCacheRecords", "pivotCacheRecords1.xml", False)])), ("xl/revisions/_rels/revisionHeaders.xml.rels", relationships([("rId1", "revisionLog", "revisionLog1.xml", False)])),
    ] + [(part, body) for part, _, _, _, body in extra]


def main():
    os.makedirs(HERE, exist_ok=True)
    write("word_a.docx", word(Person("Jane Quixotic", 1000)))
    write("word_b.docx", word(Person("Bartholomew Zyx", 2003)), (2021, 1, 2, 3, 4, 6))
    write("excel_a.xlsx", excel(Person("Jane Quixotic", 1000)))
    write("binary.xlsb", [
        ("[Content_Types].xml", content_types([("rels", "application/vnd.openxmlformats-package.relationships+xml")], [("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.main")])),
        ("_rels/.rels", relationships([("rId1", "officeDocument", "xl/workbook.bin", False)])), ("xl/workbook.bin", "\x83\x01\x00")])
    write("excel_b.xlsx", excel(Person("Bartholomew Zyx", 2003)), (2021, 1, 2, 3, 4, 6))


if __name__ == "__main__":
    main()
