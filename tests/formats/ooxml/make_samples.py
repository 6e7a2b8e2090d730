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


def main():
    os.makedirs(HERE, exist_ok=True)
    write("word_a.docx", word(Person("Jane Quixotic", 1000)))
    write("word_b.docx", word(Person("Bartholomew Zyx", 2003)), (2021, 1, 2, 3, 4, 6))


if __name__ == "__main__":
    main()
