#!/usr/bin/env python3
"""Makes the PowerPoint samples of this folder, the same bytes each time. Standard library only.

powerpoint.pptx names its author in every place that a presentation has; its twin names another one. powerpoint_show.ppsm
is the same in the strict edition of the standard, with macros and without a layout of its own for some slides."""
import os
import struct
import sys
import zipfile
import zlib

from make_samples import OFFICE, PACKAGE, Person, content_types, relationships

FOLDER = os.path.dirname(os.path.abspath(__file__))
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
POWERPOINT = "application/vnd.openxmlformats-officedocument.presentationml."
MICROSOFT = "http://schemas.microsoft.com/office/"
NAMESPACES = (
    f'xmlns:p="{P}" xmlns:a="{A}" xmlns:r="{OFFICE[:-1]}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    f'xmlns:p14="{MICROSOFT}powerpoint/2010/main" xmlns:a14="{MICROSOFT}drawing/2010/main" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"')
WIDTH, HEIGHT = 9144000, 6858000


def png(red):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    rows = b"".join(b"\0" + bytes([red, 90, 160] * 4) for _ in range(4))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 4, 4, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def cropped_png(left):
    """16 pixels square; what the left columns show differs from copy to copy, and is cropped away."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    rows = b"".join(b"\0" + bytes([left % 251, 10, 20] * 5 + [30, 40 + y, 50] * 11) for y in range(16))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def run(text, properties="", inner=""):
    return f'<a:r><a:rPr lang="en-GB"{properties}>{inner}</a:rPr><a:t>{text}</a:t></a:r>'


def body(*paragraphs):
    return '<p:txBody><a:bodyPr/><a:lstStyle/>' + "".join(f"<a:p>{p}</a:p>" for p in paragraphs) + "</p:txBody>"


def place(x, y, cx=2000000, cy=600000, rot=0):
    return f'<a:xfrm{f" rot=" + chr(34) + str(rot) + chr(34) if rot else ""}><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm>'


class Slide:
    """Shapes with the numbers that their author's program gave them."""

    def __init__(self, person):
        self.person, self.last = person, person.number
        self.shapes, self.relations = [], []

    def number(self):
        self.last += 7
        return self.last

    def properties(self, name=None, extra="", inner="", number=None):
        who = self.person
        number = number or self.number()
        creation = f'<a:extLst><a:ext uri="{{FF2B5EF4-FFF2-40B4-BE49-F238E27FC236}}"><a16:creationId xmlns:a16="{MICROSOFT}drawing/2014/main" id="{{{who.hex(3)}-0000-4000-8000-000000000000}}"/></a:ext></a:extLst>'
        return f'<p:cNvPr id="{number}" name="{name or who.name + " shape"}"{extra}>{inner}{creation}</p:cNvPr>'

    def shape(self, text, geometry=None, marks="", **more):
        look = f"<p:spPr>{geometry or ''}</p:spPr>" if geometry is None or "Fill" in geometry else f'<p:spPr>{geometry}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
        number = more.pop("number", None) or self.number()
        self.shapes.append(f'<p:sp><p:nvSpPr>{self.properties(number=number, **more)}<p:cNvSpPr/><p:nvPr>{marks}</p:nvPr></p:nvSpPr>{look}{text}</p:sp>')
        return number

    def picture(self, relation, geometry, marks="", extra="", inner="", blip="", crop=""):
        self.shapes.append(f'<p:pic><p:nvPicPr>{self.properties(extra=extra, inner=inner)}<p:cNvPicPr/><p:nvPr>{marks}</p:nvPr></p:nvPicPr><p:blipFill><a:blip r:embed="{relation}">{blip}</a:blip>{crop}<a:stretch><a:fillRect/></a:stretch></p:blipFill>'
                           f'<p:spPr>{geometry}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>')

    def frame(self, uri, content, geometry=(500000, 500000, 3000000, 1500000)):
        x, y, cx, cy = geometry
        self.shapes.append(f'<p:graphicFrame><p:nvGraphicFramePr>{self.properties()}<p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></p:xfrm>'
                           f'<a:graphic><a:graphicData uri="{uri}">{content}</a:graphicData></a:graphic></p:graphicFrame>')

    def tree(self):
        return ('<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
                + "".join(self.shapes) + "</p:spTree>")

    def ids(self):
        return f'<p:extLst><p:ext uri="{{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}}"><p14:creationId val="{self.person.number}"/></p:ext></p:extLst>'

    def part(self, root="sld", attributes="", before="", after="", name=None):
        named = f' name="{name}"' if name else ""
        return (f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<!-- {self.person.name} --><p:{root} {NAMESPACES}{attributes}><p:cSld{named}>{before}{self.tree()}'
                f'<p:custDataLst><p:tags r:id="rIdTags"/></p:custDataLst>{self.ids()}</p:cSld>{after}</p:{root}>')


MAPPING = "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"


def animations(shape):
    """A shape that fades in on a click, as PowerPoint writes it."""
    return (f'<p:timing><p:tnLst><p:par><p:cTn id="1" dur="indefinite" restart="never" nodeType="tmRoot"><p:childTnLst><p:seq concurrent="1" nextAc="seek"><p:cTn id="2" dur="indefinite" nodeType="mainSeq"><p:childTnLst><p:par>'
            f'<p:cTn id="5" presetID="10" presetClass="entr" presetSubtype="0" fill="hold" grpId="0" nodeType="clickEffect"><p:stCondLst><p:cond delay="0"/></p:stCondLst><p:childTnLst><p:set><p:cBhvr><p:cTn id="6" dur="1" fill="hold">'
            f'<p:stCondLst><p:cond delay="0"/></p:stCondLst></p:cTn><p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl><p:attrNameLst><p:attrName>style.visibility</p:attrName></p:attrNameLst></p:cBhvr><p:to><p:strVal val="visible"/></p:to></p:set>'
            f'<p:animEffect transition="in" filter="fade"><p:cBhvr><p:cTn id="7" dur="500"/><p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl></p:cBhvr></p:animEffect>'
            f'<p:animMotion origin="layout" path="M 0 0 L 0.25 0 E" pathEditMode="relative" ptsTypes="AA"><p:cBhvr><p:cTn id="8" dur="500"/><p:tgtEl><p:spTgt spid="{shape}"/></p:tgtEl><p:attrNameLst><p:attrName>ppt_x</p:attrName></p:attrNameLst></p:cBhvr></p:animMotion>'
            f'</p:childTnLst></p:cTn></p:par></p:childTnLst></p:cTn>'
            f'<p:prevCondLst><p:cond evt="onPrev" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:prevCondLst><p:nextCondLst><p:cond evt="onNext" delay="0"><p:tgtEl><p:sldTgt/></p:tgtEl></p:cond></p:nextCondLst></p:seq></p:childTnLst></p:cTn></p:par></p:tnLst>'
            f'<p:bldLst><p:bldP spid="{shape}" grpId="0"/></p:bldLst></p:timing>')


def first_slide(person):
    slide = Slide(person)
    link = f'<a:hlinkClick r:id="rIdLink" tooltip="{person.name}"/>'
    slide.shape(body(run("The title")), marks='<p:ph type="title"/>')
    slide.shape(body(run("Zero\u200bwidth") + run(" \u202amark"), run("A link", inner=link), run("To the third slide", inner='<a:hlinkClick r:id="rIdThird" action="ppaction://hlinksldjump"/>'),
                     run("To the hidden slide", inner='<a:hlinkClick r:id="rIdHidden" action="ppaction://hlinksldjump"/>'), run("To a file", inner='<a:hlinkClick r:id="rIdFile" action="ppaction://hlinkfile"/>'),
                     run("To nothing", inner='<a:hlinkClick r:id="rIdPath"/>'), run("Next", inner='<a:hlinkClick r:id="" action="ppaction://hlinkshowjump?jump=nextslide"><a:snd r:embed="rIdSound" name="click.wav"/></a:hlinkClick>'),
                     run("Seen. ") + run(f"Tiny {person.name}", ' sz="100"') + run(f"Transparent {person.name}", inner=f'<a:solidFill><a:srgbClr val="FF0000"><a:alpha val="0"/></a:srgbClr></a:solidFill>')),
                place(500000, 1500000, 8000000, 4000000), marks='<p:ph idx="1"/>')
    slide.shape(body(f'<a:fld id="{{{person.hex(4)}-0000-4000-8000-000000000000}}" type="datetime1"><a:rPr lang="en-GB"/><a:pPr/><a:t>17/05/2024</a:t></a:fld>'), marks='<p:ph type="dt" sz="half" idx="10"/>')
    slide.shape(body(f'<a:fld id="{{{person.hex(5)}-0000-4000-8000-000000000000}}" type="slidenum"><a:rPr lang="en-GB"/><a:t>{person.name}</a:t></a:fld>'), marks='<p:ph type="sldNum" sz="quarter" idx="12"/>')
    slide.shape(body(f'<a:fld id="{{{person.hex(6)}-0000-4000-8000-000000000000}}" type="filename"><a:rPr lang="en-GB"/><a:t>A file</a:t></a:fld>'), place(100000, 6300000))
    slide.shape(body(run(f"Hidden {person.name}")), place(100000, 100000), extra=' hidden="1"')
    slide.shape(body(run(f"Beside {person.name}")), place(WIDTH + 1000, 100000))
    slide.shape(body(run("A shape")), place(5000000, 100000), extra=f' descr="C:\\Users\\{person.name}\\shape.png" title="{person.name}"')
    slide.shape(body(run(f"Copy of {person.name}", inner='<a:solidFill><a:srgbClr val="808080"><a:alpha val="40000"/></a:srgbClr></a:solidFill>')), place(2000000, 3000000, 5000000, 900000, 18900000))
    white = '<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'
    slide.shape(body(run(f"White {person.name}", inner=white)), place(7000000, 6200000) + "<a:noFill/>")
    slide.shape(body(run("White on blue", inner=white), run(f"Blue {person.name}", inner='<a:solidFill><a:srgbClr val="0000FF"/></a:solidFill>')), place(7000000, 4000000) + '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="0000FE"/></a:solidFill>')
    slide.shape(body(run(f"Licensed to {person.name}")), place(100000, 6500000))
    slide.shape(body(f'<a:pPr><a:buChar char="*{person.name}"/></a:pPr>' + run("An item", f' dirty="0" err="1" smtId="{person.number}" smtClean="0"') + f'<a:endParaRPr lang="en-GB" dirty="0" err="1" smtId="{person.number}" smtClean="0"/>'), place(6000000, 2500000))
    start, end = slide.number(), slide.number()
    slide.shape(body(run("From")), place(100000, 5000000), number=start)
    slide.shape(body(run("To")), place(3000000, 5000000), number=end)
    slide.shapes.append(f'<p:cxnSp><p:nvCxnSpPr>{slide.properties()}<p:cNvCxnSpPr><a:stCxn id="{start}" idx="3"/><a:endCxn id="{end}" idx="1"/></p:cNvCxnSpPr><p:nvPr/></p:nvCxnSpPr><p:spPr>{place(2100000, 5300000, 900000, 0)}<a:prstGeom prst="straightConnector1"><a:avLst/></a:prstGeom></p:spPr></p:cxnSp>')
    slide.shapes.append(f'<mc:AlternateContent><mc:Choice Requires="p14"><p:contentPart p14:bwMode="auto" r:id="rIdInk"/></mc:Choice><mc:Fallback><p:sp><p:nvSpPr>{slide.properties()}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{place(7000000, 5000000)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
                        f'{body(run("Instead of ink"))}</p:sp></mc:Fallback></mc:AlternateContent>')
    slide.shapes.append(f'<p:contentPart r:id="rIdInk"/>')
    slide.shapes.append(f'<mc:AlternateContent><mc:Choice Requires="a14"><p:sp><p:nvSpPr>{slide.properties()}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{place(7000000, 5600000)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>'
                        f'<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a14:m><m:oMath><m:r><a:rPr lang="en-GB"/><m:t>x=1</m:t></m:r></m:oMath></a14:m></a:p></p:txBody></p:sp></mc:Choice><mc:Fallback><p:sp/></mc:Fallback></mc:AlternateContent>')
    transition = ('<mc:AlternateContent><mc:Choice Requires="p14"><p:transition spd="slow" p14:dur="2000"><p14:ripple/></p:transition></mc:Choice><mc:Fallback><p:transition spd="slow"><p:fade/>'
                  f'<p:sndAc><p:stSnd><p:snd r:embed="rIdSound" name="{person.name}.wav"/></p:stSnd></p:sndAc></p:transition></mc:Fallback></mc:AlternateContent>')
    return slide.part(after=MAPPING + transition + animations(start), name=person.name)


def third_slide(person):
    slide = Slide(person)
    cell = '<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:rPr lang="en-GB"/><a:t>{}</a:t></a:r></a:p></a:txBody><a:tcPr/></a:tc>'
    row = f'<a:extLst><a:ext uri="{{0D108BD9-81ED-4DB2-BD59-A6C34878D82A}}"><a16:rowId xmlns:a16="{MICROSOFT}drawing/2014/main" val="{person.number}"/></a:ext></a:extLst>'
    for style in (f"{{{person.hex(7)}-0000-4000-8000-000000000000}}", "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}", "not a number"):
        slide.frame(f"{A[:-4]}table", f'<a:tbl><a:tblPr firstRow="1"><a:tableStyleId>{style}</a:tableStyleId></a:tblPr><a:tblGrid><a:gridCol w="1000000"/></a:tblGrid><a:tr h="370840">{cell.format("A cell")}{row}</a:tr></a:tbl>')
    slide.frame(f"{A[:-4]}chart", f'<c:chart xmlns:c="{A[:-4]}chart" r:id="rIdChart"/>')
    slide.frame(f"{A[:-4]}chart", f'<c:chart xmlns:c="{A[:-4]}chart" r:id="rIdGone"/>')
    picture = (f'<p:pic><p:nvPicPr><p:cNvPr id="0" name=""/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill><a:blip r:embed="rIdPicture"/><a:stretch><a:fillRect/></a:stretch></p:blipFill><p:spPr>{place(100000, 100000)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>')
    attributes = f'name="{person.name}" r:id="rIdObject" imgW="100" imgH="100" progId="Excel.Sheet.12"'
    slide.frame(f"{P[:-4]}ole", f'<mc:AlternateContent><mc:Choice Requires="v"><p:oleObj spid="_x0000_s{person.number}" {attributes}><p:embed/></p:oleObj></mc:Choice><mc:Fallback><p:oleObj {attributes}><p:embed/>{picture}</p:oleObj></mc:Fallback></mc:AlternateContent>')
    slide.frame(f"{P[:-4]}ole", f'<p:oleObj {attributes}><p:embed/></p:oleObj>')
    diagram = '<dgm:relIds xmlns:dgm="' + A[:-4] + 'diagram" r:dm="{}" r:lo="rIdNone" r:qs="rIdNone" r:cs="rIdNone"/>'
    slide.frame(f"{A[:-4]}diagram", diagram.format("rIdDiagram"), (100000, 5000000, 3000000, 1500000))
    slide.frame(f"{A[:-4]}diagram", diagram.format("rIdGone"))
    slide.frame("http://example.org/frame", f"<x>{person.name}</x>")
    slide.picture("rIdPicture", place(4000000, 4000000), extra=f' descr="{person.name}"', blip=f'<a:extLst><a:ext uri="{{BEBA8EAE-BF5A-486C-A8C5-ECC9F3942E4B}}"><a14:imgProps><a14:imgLayer r:embed="rIdLayer"/></a14:imgProps></a:ext></a:extLst>')
    slide.picture("rIdPicture", place(6000000, 4000000), marks=f'<a:videoFile r:link="rIdVideo"/><p:extLst><p:ext uri="{{DAA4B4D4-6D71-4841-9C94-3DE7FCFB9230}}"><p14:media r:embed="rIdMedia"><p14:trim st="{person.number}"/></p14:media></p:ext></p:extLst>',
                  inner='<a:hlinkClick r:id="" action="ppaction://media"/>')
    slide.shapes.append(f'<mc:AlternateContent xmlns:cx1="{MICROSOFT}drawing/2015/9/8/chartex"><mc:Choice Requires="cx1"><p:graphicFrame><a:graphic><a:graphicData uri="{MICROSOFT}drawing/2014/chartex"/></a:graphic></p:graphicFrame></mc:Choice>'
                        f'<mc:Fallback><p:sp><p:nvSpPr>{slide.properties()}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr/>{body(run("This chart is not available"))}</p:sp></mc:Fallback></mc:AlternateContent>')
    slide.picture("rIdCropped", place(7000000, 1000000), crop='<a:srcRect l="50000"/>')
    slide.shape(body(run(f"Under {person.name}")), place(3000000, 6300000, 900000, 300000))
    slide.shape(body(run("A cover")), place(2900000, 6200000) + '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="102030"/></a:solidFill>')
    slide.shape(body(run(f"Licensed to {person.name}")), place(100000, 6500000))
    slide.picture("rIdGone", place(100000, 4000000))
    controls = f'<p:controls><mc:AlternateContent><mc:Choice Requires="v"><p:control spid="_x0000_s{person.number}" name="{person.name}" r:id="rIdControl"/></mc:Choice><mc:Fallback><p:control name="{person.name}" r:id="rIdControl">{picture}</p:control></mc:Fallback></mc:AlternateContent></p:controls>'
    part = slide.part(attributes=' showMasterSp="0"', after=MAPPING + '<p:transition advClick="1" advTm="3000"><p:push dir="u"/></p:transition>' + animations(person.number + 1))
    return part.replace("<p:custDataLst>", controls + "<p:custDataLst>", 1)


def drawing():
    """What is shown of a diagram: a shape whose text stands beside it, and a picture."""
    def shape(text, at, text_at):
        return (f'<dsp:sp modelId="{{00000000-0000-4000-8000-00000000000{len(text) % 10}}}"><dsp:nvSpPr><dsp:cNvPr id="0" name=""/><dsp:cNvSpPr/></dsp:nvSpPr><dsp:spPr>{at}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:blipFill><a:blip r:embed="rIdInside"/><a:stretch/></a:blipFill></dsp:spPr>'
                f'<dsp:style><a:lnRef idx="1"><a:schemeClr val="accent1"/></a:lnRef><a:fillRef idx="1"><a:schemeClr val="accent1"/></a:fillRef><a:effectRef idx="0"><a:schemeClr val="accent1"/></a:effectRef><a:fontRef idx="minor"/></dsp:style>'
                f'<dsp:txBody><a:bodyPr/><a:lstStyle/><a:p>{run(text)}</a:p></dsp:txBody><dsp:txXfrm>{text_at.replace("<a:xfrm>", "").replace("</a:xfrm>", "")}</dsp:txXfrm></dsp:sp>')
    inner = '<dsp:nvGrpSpPr><dsp:cNvPr id="0" name=""/><dsp:cNvGrpSpPr/></dsp:nvGrpSpPr><dsp:grpSpPr/>'
    return (f'<dsp:drawing xmlns:dsp="{MICROSOFT}drawing/2008/diagram" xmlns:a="{A}" xmlns:r="{OFFICE[:-1]}"><dsp:spTree>{inner}{shape("Step one", place(0, 0, 900000, 900000), place(0, 0, 900000, 900000))}'
            f'{shape("Step two", place(1000000, 0, 900000, 900000), place(1000000, 950000, 900000, 300000))}</dsp:spTree></dsp:drawing>')


def layout(person, name, texts, attributes=' type="obj"'):
    slide = Slide(person)
    slide.shape(body(run(f"Prompt of {person.name}")), marks='<p:ph type="title"/>')
    slide.shape(body('<a:fld id="{00000000-1234-4000-8000-000000000000}" type="slidenum"><a:rPr lang="en-GB"/><a:t>\u2039#\u203a</a:t></a:fld>'), place(6000000, 6300000), marks='<p:ph type="sldNum" idx="12"/>')
    for text in texts:
        slide.shape(body(run(text)), place(100000, 6300000))
    return slide.part("sldLayout", attributes + f' preserve="1" matchingName="{person.name}"', after=MAPPING, name=name)


def master(person, layouts, texts):
    slide = Slide(person)
    slide.shape(body(run(f"Master prompt of {person.name}")), place(500000, 300000, 8000000, 1000000), marks='<p:ph type="title"/>')
    slide.shape(body(run("Level 1")), place(500000, 1500000, 8000000, 4000000), marks='<p:ph type="body" idx="1"/>')
    for text in texts:
        slide.shape(body(run(text)), place(7000000, 100000))
    slide.shape(body(run(person.name)), place(1000000, 1000000), name=f"PowerPlusWaterMarkObject{person.number}")
    ids = "".join(f'<p:sldLayoutId id="{2147483649 + person.number + i}" r:id="{r}"/>' for i, r in enumerate(layouts))
    after = ('<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
             f'<p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst><p:hf hdr="0"/><p:txStyles><p:titleStyle><a:lvl1pPr algn="ctr"><a:defRPr sz="4400"/></a:lvl1pPr></p:titleStyle><p:bodyStyle><a:lvl1pPr><a:defRPr sz="2800" dirty="0" err="1" smtClean="0" smtId="{person.number}"/></a:lvl1pPr></p:bodyStyle><p:otherStyle/></p:txStyles>')
    return slide.part("sldMaster", before='<p:bg><p:bgRef idx="1001"><a:schemeClr val="bg1"/></p:bgRef></p:bg>', after=after)


def theme(person):
    colours = "".join(f'<a:{n}><a:srgbClr val="{v}"/></a:{n}>' for n, v in (("dk1", "000000"), ("lt1", "FFFFFF"), ("dk2", "1F497D"), ("lt2", "EEECE1"), ("accent1", "4F81BD"), ("accent2", "C0504D"), ("accent3", "9BBB59"), ("accent4", "8064A2"),
                                                                           ("accent5", "4BACC6"), ("accent6", "F79646"), ("hlink", "0000FF"), ("folHlink", "800080")))
    fonts = "".join(f'<a:{n}><a:latin typeface="Calibri"/><a:ea typeface=""/><a:cs typeface=""/><a:font script="Jpan" typeface="{person.name} Gothic"/></a:{n}>' for n in ("majorFont", "minorFont"))
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="9525">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (f'<a:theme xmlns:a="{A}" name="{person.name} theme"><a:themeElements><a:clrScheme name="{person.name}">{colours}</a:clrScheme><a:fontScheme name="{person.name}">{fonts}</a:fontScheme><a:fmtScheme name="Office"><a:fillStyleLst>{fill * 3}</a:fillStyleLst>'
            f'<a:lnStyleLst>{line * 3}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>')


def chart(person):
    return (f'<c:chartSpace xmlns:c="{A[:-4]}chart" xmlns:a="{A}" xmlns:r="{OFFICE[:-1]}"><c:chart><c:plotArea><c:layout/><c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:strRef><c:f>{person.name}!$B$1</c:f><c:strCache><c:ptCount val="1"/>'
            f'<c:pt idx="0"><c:v>Sold</c:v></c:pt></c:strCache></c:strRef></c:tx><c:val><c:numLit><c:ptCount val="1"/><c:pt idx="0"><c:v>3</c:v></c:pt></c:numLit></c:val></c:ser><c:axId val="{person.number}"/><c:axId val="{person.number + 1}"/></c:barChart><c:catAx><c:axId val="{person.number}"/><c:scaling/><c:axPos val="b"/><c:crossAx val="{person.number + 1}"/></c:catAx><c:valAx><c:axId val="{person.number + 1}"/><c:scaling/><c:axPos val="l"/><c:crossAx val="{person.number}"/></c:valAx></c:plotArea></c:chart><c:externalData r:id="rIdBook"/></c:chartSpace>')


def presentation(person):
    sections = (f'<p:extLst><p:ext uri="{{521415D9-36F7-43E2-AB2F-B90AF26B5E84}}"><p14:sectionLst><p14:section name="Section of {person.name}" id="{{{person.hex(8)}-0000-4000-8000-000000000000}}"><p14:sldIdLst><p14:sldId id="256"/></p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst>')
    number = person.number
    return (f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<p:presentation {NAMESPACES} saveSubsetFonts="1" removePersonalInfoOnSave="0" autoCompressPictures="0" serverZoom="50000" bookmarkIdSeed="{number}" embedTrueTypeFonts="1">'
            f'<p:sldMasterIdLst><p:sldMasterId id="{2147483648 + number}" r:id="rIdMaster"/><p:sldMasterId id="{2147484648 + number}" r:id="rIdOtherMaster"/></p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId r:id="rIdNotesMaster"/></p:notesMasterIdLst>'
            f'<p:handoutMasterIdLst><p:handoutMasterId r:id="rIdHandoutMaster"/></p:handoutMasterIdLst><p:sldIdLst><p:sldId id="{256 + number}" r:id="rIdSlide1"/><p:sldId id="{260 + number}" r:id="rIdSlide2"/><p:sldId id="{270 + number}" r:id="rIdSlide3"/>'
            f'<p:sldId id="{280 + number}" r:id="rIdGone"/></p:sldIdLst><p:sldSz cx="{WIDTH}" cy="{HEIGHT}" type="screen4x3"/><p:notesSz cx="6858000" cy="9144000"/><p:smartTags r:id="rIdSmart"/><p:embeddedFontLst><p:embeddedFont><p:font typeface="{person.name} Sans"/><p:regular r:id="rIdFont"/></p:embeddedFont></p:embeddedFontLst>'
            f'<p:custShowLst><p:custShow name="{person.name} only" id="0"><p:sldLst><p:sld r:id="rIdSlide2"/></p:sldLst></p:custShow></p:custShowLst><p:photoAlbum frame="frameStyle1"/><p:custDataLst><p:tags r:id="rIdTags"/></p:custDataLst><p:kinsoku invalStChars="{person.name}" invalEndChars="x"/>'
            f'<p:defaultTextStyle><a:defPPr><a:defRPr lang="en-GB"/></a:defPPr></p:defaultTextStyle><p:modifyVerifier cryptProviderType="rsaFull" saltData="{person.hex(9)}" hashData="{person.hex(1)}"/>{sections}</p:presentation>')


def presentation_properties(person):
    return (f'<p:presentationPr {NAMESPACES}><p:htmlPubPr title="{person.name}" r:id="rIdPublished"><p:sldAll/></p:htmlPubPr><p:webPr/><p:prnPr prnWhat="notes"/><p:showPr loop="1" showNarration="1"><p:present/><p:sldRg st="1" end="2"/><p:custShow id="0"/><p:penClr><a:srgbClr val="FF0000"/></p:penClr></p:showPr><p:clrMru><a:srgbClr val="00{person.hex(1)[-4:]}"/></p:clrMru></p:presentationPr>')


def notes(person):
    slide = Slide(person)
    slide.shape(body(run(f"Note of {person.name}")), marks='<p:ph type="body" idx="1"/>')
    return slide.part("notes", after=MAPPING)


def notes_master(person, root="notesMaster"):
    slide = Slide(person)
    slide.shape(body(run(f"Notes header of {person.name}")), marks='<p:ph type="hdr" sz="quarter"/>')
    after = '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
    return slide.part(root, after=after + ("<p:notesStyle/>" if root == "notesMaster" else ""))


def table_styles(person):
    def style(number, name):
        return f'<a:tblStyle styleId="{number}" styleName="{name}"><a:wholeTbl><a:tcTxStyle b="on"/><a:tcStyle><a:tcBdr/></a:tcStyle></a:wholeTbl></a:tblStyle>'
    return (f'<a:tblStyleLst xmlns:a="{A}" def="{{{person.hex(2)}-0000-4000-8000-000000000000}}">{style("{" + person.hex(7) + "-0000-4000-8000-000000000000}", person.name + " table")}'
            f'{style("{" + person.hex(6) + "-0000-4000-8000-000000000000}", "Unused of " + person.name)}</a:tblStyleLst>')


def parts(person):
    name, number = person.name, person.number
    tags = ("rIdTags", "tags", "../tags/tag1.xml", False)
    hidden = Slide(person)
    hidden.shape(body(run(f"Hidden slide of {name}")), marks='<p:ph type="title"/>')
    modern = f'<p188:cmLst xmlns:p188="{MICROSOFT}powerpoint/2018/8/main"><p188:cm id="{{{person.hex(1)}-0000-4000-8000-000000000000}}" authorId="{{{person.hex(2)}}}" created="2024-05-11T10:00:00.000"><p188:txBody>{name}</p188:txBody></p188:cm></p188:cmLst>'
    authors = f'<p188:authorLst xmlns:p188="{MICROSOFT}powerpoint/2018/8/main"><p188:author id="{{{person.hex(2)}}}" name="{name}" initials="XY" userId="S::{number}@example.org::{person.hex(3)}" providerId="AD"/></p188:authorLst>'
    changes = f'<pc:chgInfo xmlns:pc="{MICROSOFT}powerpoint/2013/main/command"><pc:docChgLst><pc:chgData name="{name}" userId="S::{number}@example.org::{person.hex(3)}" providerId="AD"/></pc:docChgLst></pc:chgInfo>'
    types = [
        ("ppt/presentation.xml", POWERPOINT + "presentation.main+xml"), ("ppt/presProps.xml", POWERPOINT + "presProps+xml"), ("ppt/viewProps.xml", POWERPOINT + "viewProps+xml"), ("ppt/tableStyles.xml", POWERPOINT + "tableStyles+xml"),
        ("ppt/slides/slide1.xml", POWERPOINT + "slide+xml"), ("ppt/slides/slide2.xml", POWERPOINT + "slide+xml"), ("ppt/slides/slide3.xml", POWERPOINT + "slide+xml"), ("ppt/slides/orphan.xml", POWERPOINT + "slide+xml"),
        ("ppt/slideLayouts/slideLayout1.xml", POWERPOINT + "slideLayout+xml"), ("ppt/slideLayouts/slideLayout2.xml", POWERPOINT + "slideLayout+xml"), ("ppt/slideLayouts/slideLayout3.xml", POWERPOINT + "slideLayout+xml"), ("ppt/slideLayouts/slideLayout4.xml", POWERPOINT + "slideLayout+xml"),
        ("ppt/slideMasters/slideMaster1.xml", POWERPOINT + "slideMaster+xml"), ("ppt/slideMasters/slideMaster2.xml", POWERPOINT + "slideMaster+xml"), ("ppt/theme/theme1.xml", "application/vnd.openxmlformats-officedocument.theme+xml"),
        ("ppt/notesSlides/notesSlide1.xml", POWERPOINT + "notesSlide+xml"), ("ppt/notesMasters/notesMaster1.xml", POWERPOINT + "notesMaster+xml"), ("ppt/handoutMasters/handoutMaster1.xml", POWERPOINT + "handoutMaster+xml"),
        ("ppt/charts/chart1.xml", "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"), ("ppt/comments/comment1.xml", POWERPOINT + "comments+xml"), ("ppt/comments/modernComment_1.xml", "application/vnd.ms-powerpoint.comments+xml"),
        ("ppt/commentAuthors.xml", POWERPOINT + "commentAuthors+xml"), ("ppt/authors.xml", "application/vnd.ms-powerpoint.authors+xml"), ("ppt/tags/tag1.xml", POWERPOINT + "tags+xml"), ("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml")]
    return [
        ("[Content_Types].xml", content_types([("rels", "application/vnd.openxmlformats-package.relationships+xml"), ("xml", "application/xml"), ("png", "image/png"), ("bin", "application/octet-stream")], types)),
        ("_rels/.rels", relationships([("rId1", "officeDocument", "ppt/presentation.xml", False), ("rId2", PACKAGE + "relationships/metadata/core-properties", "docProps/core.xml", False), ("rId3", "extended-properties", "docProps/app.xml", False),
                                       ("rId4", PACKAGE + "relationships/metadata/thumbnail", "docProps/thumbnail.png", False)])),
        ("docProps/core.xml", f'<cp:coreProperties xmlns:cp="{PACKAGE}metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{name}</dc:title><dc:creator>{name}</dc:creator></cp:coreProperties>'),
        ("docProps/app.xml", f'<Properties xmlns="{OFFICE[:-14]}extended-properties"><Company>{name} Ltd</Company><Manager>{name}</Manager><Application>Microsoft Office PowerPoint</Application><AppVersion>16.0000</AppVersion><TotalTime>{number}</TotalTime></Properties>'),
        ("docProps/thumbnail.png", png(number % 256)),
        ("ppt/presentation.xml", presentation(person)),
        ("ppt/_rels/presentation.xml.rels", relationships([
            ("rIdSlide1", "slide", "slides/slide1.xml", False), ("rIdSlide2", "slide", "slides/slide2.xml", False), ("rIdSlide3", "slide", "slides/slide3.xml", False), ("rIdOrphan", "slide", "slides/orphan.xml", False), ("rIdMaster", "slideMaster", "slideMasters/slideMaster1.xml", False),
            ("rIdOtherMaster", "slideMaster", "slideMasters/slideMaster2.xml", False), ("rIdNotesMaster", "notesMaster", "notesMasters/notesMaster1.xml", False), ("rIdHandoutMaster", "handoutMaster", "handoutMasters/handoutMaster1.xml", False), ("rIdTheme", "theme", "theme/theme1.xml", False),
            ("rIdProps", "presProps", "presProps.xml", False), ("rIdView", "viewProps", "viewProps.xml", False), ("rIdStyles", "tableStyles", "tableStyles.xml", False), ("rIdAuthors", "commentAuthors", "commentAuthors.xml", False), ("rIdTags", "tags", "tags/tag1.xml", False),
            ("rIdModern", MICROSOFT + "2018/10/relationships/authors", "authors.xml", False), ("rIdChanges", MICROSOFT + "2016/11/relationships/changesInfo", "changesInfos/changesInfo1.xml", False), ("rIdRevision", MICROSOFT + "2015/10/relationships/revisionInfo", "revisionInfo.xml", False),
            ("rIdXml", "customXml", "../customXml/item1.xml", False), ("rIdFont", "font", "fonts/font1.fntdata", False)])),
        ("ppt/presProps.xml", presentation_properties(person)),
        ("ppt/_rels/presProps.xml.rels", relationships([("rIdPublished", "htmlPubSaveAs", f"file:///C:/Users/{number}/show.htm", True)])),
        ("ppt/viewProps.xml", f'<p:viewPr {NAMESPACES} lastView="sldThumbnailView"><p:gridSpacing cx="{number}" cy="{number}"/></p:viewPr>'),
        ("ppt/tableStyles.xml", table_styles(person)),
        ("ppt/commentAuthors.xml", f'<p:cmAuthorLst {NAMESPACES}><p:cmAuthor id="0" name="{name}" initials="JQ" lastIdx="1" clrIdx="0"><p:extLst><p:ext uri="x"><p15:presenceInfo xmlns:p15="{MICROSOFT}powerpoint/2012/main" userId="{number}" providerId="AD"/></p:ext></p:extLst></p:cmAuthor></p:cmAuthorLst>'),
        ("ppt/authors.xml", authors),
        ("ppt/changesInfos/changesInfo1.xml", changes),
        ("ppt/revisionInfo.xml", f'<p1510:revInfo xmlns:p1510="{MICROSOFT}powerpoint/2015/10/main"><p1510:revLst><p1510:client id="{{{person.hex(4)}}}" v="1" dt="2024-05-11T10:00:00.000"/></p1510:revLst></p1510:revInfo>'),
        ("ppt/tags/tag1.xml", f'<p:tagLst {NAMESPACES}><p:tag name="OWNER" val="{name}"/></p:tagLst>'),
        ("ppt/slides/slide1.xml", first_slide(person)),
        ("ppt/slides/_rels/slide1.xml.rels", relationships([
            ("rIdLayout", "slideLayout", "../slideLayouts/slideLayout1.xml", False), ("rIdNotes", "notesSlide", "../notesSlides/notesSlide1.xml", False), ("rIdLink", "hyperlink", f"https://example.org/page?utm_source={number}&amp;id=7", True), ("rIdThird", "slide", "slide3.xml", False),
            ("rIdHidden", "slide", "slide2.xml", False), ("rIdFile", "hyperlink", f"file:///C:/Users/{number}/x.docx", True), ("rIdPath", "hyperlink", f"file:///C:/Users/{number}/y.docx", True), ("rIdSound", "audio", "../media/click.wav", False), ("rIdComments", "comments", "../comments/comment1.xml", False),
            ("rIdModern", MICROSOFT + "2018/10/relationships/comments", "../comments/modernComment_1.xml", False), ("rIdInk", "customXml", "../ink/ink1.xml", False), tags])),
        ("ppt/slides/slide2.xml", hidden.part(attributes=' show="0"', after=MAPPING)),
        ("ppt/slides/_rels/slide2.xml.rels", relationships([("rIdLayout", "slideLayout", "../slideLayouts/slideLayout2.xml", False)])),
        ("ppt/slides/slide3.xml", third_slide(person)),
        ("ppt/slides/_rels/slide3.xml.rels", relationships([
            ("rIdLayout", "slideLayout", "../slideLayouts/slideLayout3.xml", False), ("rIdChart", "chart", "../charts/chart1.xml", False), ("rIdPicture", "image", "../media/image1.png", False), ("rIdObject", "package", f"../embeddings/{number}.xlsx", False),
            ("rIdVideo", "video", f"file:///C:/Users/{number}/film.mp4", True), ("rIdMedia", MICROSOFT + "2007/relationships/media", "../media/film.mp4", False), ("rIdLayer", MICROSOFT + "2007/relationships/hdphoto", "../media/hdphoto1.wdp", False), ("rIdControl", "control", "../activeX/activeX1.xml", False),
            ("rIdModel", "http://schemas.microsoft.com/office/2017/06/relationships/model3d", "../media/model3d1.glb", False), ("rIdServer", "slideUpdateInfo", "../slideUpdateInfo/slideUpdateInfo1.xml", False),
            ("rIdCropped", "image", "../media/image3.png", False),
            ("rIdDiagram", "diagramData", "../diagrams/data1.xml", False), ("rIdDrawing", MICROSOFT + "2007/relationships/diagramDrawing", "../diagrams/drawing1.xml", False), tags])),
        ("ppt/slides/orphan.xml", hidden.part(after=MAPPING)),
        ("ppt/slideLayouts/slideLayout1.xml", layout(person, f"{name} layout", ["Footer of the layout"])),
        ("ppt/slideLayouts/_rels/slideLayout1.xml.rels", relationships([("rIdMaster", "slideMaster", "../slideMasters/slideMaster1.xml", False)])),
        ("ppt/slideLayouts/slideLayout2.xml", layout(person, "Unused", [f"Unused text of {name}"])),
        ("ppt/slideLayouts/_rels/slideLayout2.xml.rels", relationships([("rIdMaster", "slideMaster", "../slideMasters/slideMaster1.xml", False)])),
        ("ppt/slideLayouts/slideLayout3.xml", layout(person, "Third", [f"Covered {name}"], ' showMasterSp="0"')),
        ("ppt/slideLayouts/_rels/slideLayout3.xml.rels", relationships([("rIdMaster", "slideMaster", "../slideMasters/slideMaster1.xml", False)])),
        ("ppt/slideLayouts/slideLayout4.xml", layout(person, "Other", [f"Other text of {name}"])),
        ("ppt/slideLayouts/_rels/slideLayout4.xml.rels", relationships([("rIdMaster", "slideMaster", "../slideMasters/slideMaster2.xml", False)])),
        ("ppt/slideMasters/slideMaster1.xml", master(person, ["rIdLayout1", "rIdLayout2", "rIdLayout3"], ["Shown by the master"])),
        ("ppt/slideMasters/_rels/slideMaster1.xml.rels", relationships([("rIdLayout1", "slideLayout", "../slideLayouts/slideLayout1.xml", False), ("rIdLayout2", "slideLayout", "../slideLayouts/slideLayout2.xml", False), ("rIdLayout3", "slideLayout", "../slideLayouts/slideLayout3.xml", False), ("rIdTheme", "theme", "../theme/theme1.xml", False)])),
        ("ppt/slideMasters/slideMaster2.xml", master(person, ["rIdLayout4"], [f"Shown by no slide, {name}"])),
        ("ppt/slideMasters/_rels/slideMaster2.xml.rels", relationships([("rIdLayout4", "slideLayout", "../slideLayouts/slideLayout4.xml", False), ("rIdTheme", "theme", "../theme/theme2.xml", False)])),
        ("ppt/theme/theme1.xml", theme(person)),
        ("ppt/theme/theme2.xml", theme(person)),
        ("ppt/notesSlides/notesSlide1.xml", notes(person)),
        ("ppt/notesSlides/_rels/notesSlide1.xml.rels", relationships([("rIdSlide", "slide", "../slides/slide1.xml", False), ("rIdMaster", "notesMaster", "../notesMasters/notesMaster1.xml", False)])),
        ("ppt/notesMasters/notesMaster1.xml", notes_master(person)),
        ("ppt/notesMasters/_rels/notesMaster1.xml.rels", relationships([("rIdTheme", "theme", "../theme/theme2.xml", False)])),
        ("ppt/handoutMasters/handoutMaster1.xml", notes_master(person, "handoutMaster")),
        ("ppt/charts/chart1.xml", chart(person)),
        ("ppt/charts/_rels/chart1.xml.rels", relationships([("rIdBook", "package", f"../embeddings/{number}.xlsx", False)])),
        ("ppt/comments/comment1.xml", f'<p:cmLst {NAMESPACES}><p:cm authorId="0" dt="2024-05-11T10:00:00.000" idx="1"><p:pos x="10" y="10"/><p:text>Remark of {name}</p:text></p:cm></p:cmLst>'),
        ("ppt/comments/modernComment_1.xml", modern),
        ("ppt/diagrams/data1.xml", f'<dgm:dataModel xmlns:dgm="{A[:-4]}diagram" xmlns:a="{A}"><dgm:ptLst><dgm:pt modelId="1"><dgm:t><a:p>{run("Not shown: " + name)}</a:p></dgm:t></dgm:pt></dgm:ptLst><dgm:extLst><a:ext uri="x"><dsp:dataModelExt xmlns:dsp="{MICROSOFT}drawing/2008/diagram" relId="rIdDrawing"/></a:ext></dgm:extLst></dgm:dataModel>'),
        ("ppt/diagrams/drawing1.xml", drawing()),
        ("ppt/diagrams/_rels/drawing1.xml.rels", relationships([("rIdInside", "image", "../media/image2.png", False)])),
        (f"ppt/embeddings/{number}.xlsx", name * 2),
        ("ppt/media/image1.png", png(200)),
        ("ppt/media/image2.png", png(100)),
        ("ppt/media/image3.png", cropped_png(number)),
        ("ppt/media/film.mp4", name * 3),
        ("ppt/media/click.wav", name),
        ("ppt/media/model3d1.glb", name),
        ("ppt/slideUpdateInfo/slideUpdateInfo1.xml", f'<p:sldSyncPr {NAMESPACES} serverSldId="{number}" serverSldModifiedTime="2024-05-11T10:00:00"/>'),
        ("ppt/media/hdphoto1.wdp", name),
        ("ppt/activeX/activeX1.xml", f"<ax>{name}</ax>"),
        ("ppt/ink/ink1.xml", f"<ink>{name}</ink>"),
        ("ppt/fonts/font1.fntdata", name),
        ("customXml/item1.xml", f"<x><accountName>{name}</accountName></x>"),
        ("junk.bin", name * 3),
    ]


STRICT = [("http://schemas.openxmlformats.org/presentationml/2006/", "http://purl.oclc.org/ooxml/presentationml/"), ("http://schemas.openxmlformats.org/drawingml/2006/", "http://purl.oclc.org/ooxml/drawingml/"),
          ("http://schemas.openxmlformats.org/officeDocument/2006/", "http://purl.oclc.org/ooxml/officeDocument/")]


def show(person):
    """In the strict edition, with macros: another content type, other namespaces, and more parts that run."""
    result = []
    for part, data in parts(person):
        if isinstance(data, str):
            for transitional, strict in STRICT:
                data = data.replace(transitional, strict)
            data = data.replace("relationships/extended-properties", "relationships/extendedProperties") if isinstance(data, str) else data
            if part == "[Content_Types].xml":
                data = data.replace(POWERPOINT + "presentation.main+xml", "application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml")
            if part == "ppt/presentation.xml":
                data = data.replace(" saveSubsetFonts", ' conformance="strict" saveSubsetFonts')
            if part == "ppt/_rels/presentation.xml.rels":
                data = data.replace("</Relationships>", f'<Relationship Id="rIdMacros" Type="{MICROSOFT}2006/relationships/vbaProject" Target="vbaProject.bin"/></Relationships>')
        result.append((part, data))
    return result + [("ppt/vbaProject.bin", person.name)]


def write(path, entries, date):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in entries:
            info = zipfile.ZipInfo(part, date)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else FOLDER
    jane, other = Person("Jane Quixotic", 7741), Person("Bartholomew Zyx", 8839)
    write(os.path.join(folder, "samples", "powerpoint.pptx"), parts(jane), (2024, 5, 17, 10, 20, 30))
    write(os.path.join(folder, "samples", "powerpoint_show.ppsm"), show(jane), (2024, 5, 17, 10, 20, 30))
    write(os.path.join(folder, "twins", "powerpoint.a.pptx"), parts(jane), (2024, 5, 17, 10, 20, 30))
    write(os.path.join(folder, "twins", "powerpoint.b.pptx"), parts(other), (2021, 1, 2, 3, 4, 6))


if __name__ == "__main__":
    main()
