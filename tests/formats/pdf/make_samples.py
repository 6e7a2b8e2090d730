#!/usr/bin/env python3
"""Writes the PDF samples into samples/. Standard library only; the same bytes on every machine.

Each TOKEN stands where no reader sees it, or names somebody; WORDS stand where a reader reads them.
"""
import hashlib
import os
import struct
import zlib

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), 'samples')


class Pdf:
    """Objects in the order of their numbers; bodies are bytes. Number 1 is the catalogue, 2 the page tree."""

    def __init__(self):
        self.objects = {}
        self.trailer = b''
        self.head = b'%PDF-1.4\n%\xe2\xe3\xcf\xd3\n'
        self.between = {}
        self.tail = b''

    def add(self, body, number=None):
        number = number or (max(self.objects, default=0) + 1)
        self.objects[number] = body
        return number

    def stream(self, entries, data, number=None, flate=True, tail=b''):
        if flate:
            entries += b'/Filter/FlateDecode'
            data = zlib.compress(data, 9)
        data += tail
        return self.add(b'<<%s/Length %d>>\nstream\n%s\nendstream' % (entries, len(data), data), number)

    def bytes(self):
        out = bytearray(self.head)
        places = {}
        for number in sorted(self.objects):
            out += self.between.get(number, b'')
            places[number] = len(out)
            out += b'%d 0 obj\n%s\nendobj\n' % (number, self.objects[number])
        start = len(out)
        size = max(self.objects) + 1
        out += b'xref\n0 %d\n0000000000 65535 f \n' % size
        for number in range(1, size):
            out += b'%010d 00000 n \n' % places[number] if number in places else b'0000000000 00000 f \n'
        out += b'trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n' % (size, self.trailer, start)
        return bytes(out) + self.tail


HELVETICA = b'<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>'


def simple(content, resources=b'', page=b'', catalog=b''):
    pdf = Pdf()
    pdf.add(b'<</Type/Catalog/Pages 2 0 R%s>>' % catalog, 1)
    pdf.add(b'<</Type/Pages/Kids[3 0 R]/Count 1>>', 2)
    pdf.add(b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Resources<</Font<</F1 5 0 R>>%s>>/Contents 4 0 R%s>>' % (resources, page), 3)
    pdf.stream(b'', content, 4)
    pdf.add(HELVETICA, 5)
    return pdf


TEXT = b'BT /F1 12 Tf 20 150 Td (Shown words) Tj ET'

# Keys that no dictionary keeps, with a value that names somebody.
KEYS = '''AAPL:Keywords ADBE_FillSignInfo APTEX.Fullbanner ActualText Alt Alternates Artifacts B BG CIDSet CharSet Collection Comments Contents
CreationDate DPart DPartRoot DSS DV Dests DocChecksum Dur E EF Encrypt Extensions F FDecodeParms FFilter FontFamily HT HTO HTP Hid ID IDS IRT ITXT JS JT JavaScript
K Kids Lang LastModified Legal Linearized M MC0 MarkInfo Measure NM Name NeedsRendering OC OPI OneVisionDongleID Order OutputIntents PMD PTEX.FileName PTEX.InfoDict
PTEX.PageNumber PZ PageLabels PageUIDs Perms PieceInfo Popup PresSteps Private ProcSet Prop_Build Properties PtData RC RF RV Ref Reference Requirements SeparationInfo
SpiderInfo StructParent StructParents StructTreeRoot Style Subj T TM TU Tabs TemplateInstantiated Templates Threads Thumb Trans URI URLS UniqueID V VP Version
ViewerPreferences WidthsInfo XFA XUID pdftk_PageNum TOKENKey AP AS DeviceRGB OCProperties'''.split()


def planted_keys():
    """Every key of the tables, in a graphics state, where none of them belongs."""
    entries = b''.join(b'/%s(TOKEN %s)' % (key.encode(), key.encode()) for key in KEYS)
    return simple(b'/G1 gs ' + TEXT, b'/ExtGState<</G1<</LW 1%s>>>>' % entries)


def words():
    return simple(TEXT)


def words_twin():
    """The same page by another producer, with everything that identifies."""
    pdf = simple(b'% TOKEN\n/TOKEN BX 1 TOKENop EX /P <</MCID 0/ActualText(TOKEN)>> BDC BT /F1 12. Tf 20 150 Td (Sh\\157wn words) Tj ET EMC /TOKEN MP /TOKEN<</A(TOKEN)>>DP',
                 b'/ProcSet[/PDF]/XObject<</TOKEN 9 0 R>>/Properties<</TOKEN<</E(TOKEN)>>>>',
                 b'/LastModified(D:20240101TOKEN)/PieceInfo<</TOKEN<</Private(TOKEN)>>>>/Thumb 8 0 R/Metadata 7 0 R/StructParents 0',
                 b'/Metadata 7 0 R/Lang(TOKEN)/Version/1.6/OpenAction<</S/JavaScript/JS(TOKEN)>>/AA<</WC<</S/Launch/F(TOKEN)/Next<</S/SubmitForm/F(TOKEN)>>>>>>'
                 b'/Names<</JavaScript<</Names[(TOKEN)<</S/JavaScript/JS(TOKEN)>>]>>/EmbeddedFiles<</Names[(TOKEN)10 0 R]>>/Dests<</Names[(TOKEN)[3 0 R/Fit]]>>/Pages<</Names[(TOKEN)3 0 R]>>/IDS<</Names[(TOKEN)(TOKEN)]>>>>'
                 b'/AcroForm<</Fields[12 0 R 13 0 R]/XFA(TOKEN)>>/AF[10 0 R]/StructTreeRoot<</Alt(TOKEN)>>')
    pdf.add(b'<</Author(TOKEN Jane Doe)/Company(TOKEN)/CreationDate(D:20240102030405TOKEN)/Creator(TOKEN)/Keywords(TOKEN)/Manager(TOKEN)/ModDate(TOKEN)/PTEX.Fullbanner(TOKEN)'
            b'/Producer(TOKEN)/SourceModified(TOKEN)/Subject(TOKEN)/Title(TOKEN)/Trapped/TOKEN/TOKENOwn(TOKEN)>>', 6)
    pdf.stream(b'/Type/Metadata/Subtype/XML', b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
               b' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator><rdf:Seq><rdf:li>TOKEN</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>', 7)
    pdf.stream(b'/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceGray', b'\x80', 8)
    pdf.stream(b'/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</Font<</F1 5 0 R>>>>', b'BT /F1 9 Tf (TOKEN) Tj ET', 9)
    pdf.add(b'<</Type/Filespec/F(TOKEN.txt)/UF(TOKEN.txt)/Desc(TOKEN)/EF<</F 11 0 R>>>>', 10)
    pdf.stream(b'/Type/EmbeddedFile', b'TOKEN in an attachment', 11)
    pdf.add(b'<</FT/Tx/T(TOKEN)/V(TOKEN)>>', 12)
    pdf.add(b'<</FT/Sig/T(TOKEN)/V<</Type/Sig/Name(TOKEN)/Location(TOKEN)/Reason(TOKEN)/ContactInfo(TOKEN)/M(D:TOKEN)/Contents<00>>>>>', 13)
    pdf.add(b'<</TOKEN(TOKEN that nothing refers to)>>', 14)
    pdf.between[8] = b'% TOKEN in a comment\n'
    pdf.between[9] = b'TOKEN between objects\n'
    pdf.head = b'%PDF-1.7\n%TOKEN\n'
    pdf.trailer = b'/Info 6 0 R/ID[<544F4B454E><544F4B454E>]/DocChecksum/TOKEN'
    pdf.tail = b'TOKEN behind the end'
    return pdf


def words_updated():
    """An earlier revision said something else."""
    pdf = simple(b'BT /F1 12 Tf 20 150 Td (TOKEN) Tj ET')
    first = pdf.bytes()
    content = b'<</Length %d>>\nstream\n%s\nendstream' % (len(TEXT), TEXT)
    body = b'4 0 obj\n%s\nendobj\n' % content
    at = len(first)
    start = at + len(body)
    previous = first.rindex(b'xref\n', 0, first.rindex(b'startxref'))
    return first + body + b'xref\n4 1\n%010d 00000 n \ntrailer\n<</Size 6/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n' % (at, previous, start)


def hidden():
    """Text that nobody sees: invisible mode, transparent, outside, tiny, clipped away, in a layer that is off."""
    pdf = simple(TEXT + b' BT 3 Tr /F1 12 Tf 20 100 Td (TOKEN) Tj 0 Tr ( next) Tj ET'
                 b' q /G1 gs BT /F1 12 Tf 20 80 Td (TOKEN) Tj ET Q BT /F1 12 Tf 20 900 Td (TOKEN) Tj ET BT /F1 .1 Tf 20 60 Td (TOKEN) Tj ET'
                 b' q 0 0 5 5 re W n BT /F1 12 Tf 90 60 Td (TOKEN) Tj ET Q /OC /MC0 BDC BT /F1 12 Tf 20 40 Td (TOKEN) Tj ET 0 0 9 9 re f EMC'
                 b' 500 500 20 20 re f q 9 0 0 9 700 700 cm /X1 Do Q /X2 Do',
                 b'/ExtGState<</G1<</ca 0>>>>/Properties<</MC0 6 0 R>>/XObject<</X1 8 0 R/X2 9 0 R>>', b'', b'/OCProperties<</OCGs[6 0 R 7 0 R]/D<</OFF[6 0 R]>>>>')
    pdf.add(b'<</Type/OCG/Name(TOKEN)>>', 6)
    pdf.add(b'<</Type/OCG/Name(TOKEN)>>', 7)
    pdf.stream(b'/Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 1/ColorSpace/DeviceGray', b'\xbf\x7fTOKEN', 8)
    pdf.stream(b'/Type/XObject/Subtype/Form/BBox[0 0 50 50]/OC 6 0 R/Resources<</Font<</F1 5 0 R>>>>', b'BT /F1 12 Tf (TOKEN) Tj ET', 9)
    return pdf


def covered():
    """Failed redactions: text under a box, in the colour of its ground, under a picture, clipped away, in a form under a box, under a box of an annotation; a picture under a box."""
    pdf = simple(TEXT + b' BT /F1 12 Tf 20 120 Td (Name: TOKEN, in part) Tj ET 56 116 49 14 re f'
                 b' BT 1 g 20 100 Td (TOKEN) Tj .97 g 80 0 Td (TOKEN) Tj ET 0 g BT 20 80 Td (TOKEN) Tj ET q 60 0 0 16 18 76 cm /X1 Do Q'
                 b' q 120 60 m 180 60 l 150 61 l h W n BT 120 70 Td (TOKEN) Tj ET Q q 10 0 0 10 122 22 cm /X2 Do Q /X3 Do .5 g 20 8 70 16 re f 1 0 0 rg 120 20 60 20 re f BT 122 25 Td (TOKEN) Tj ET'
                 b' 0 g q BT 7 Tr /F1 12 Tf 20 40 Td (TOKEN) Tj ET Q q /G2 gs /X4 Do Q q BT 7 Tr /F1 40 Tf 130 135 Td (Pic) Tj ET 1 0 0 rg 120 125 78 45 re f Q'
                 b' 0 g BT 20 180 Td [(T) 20 (OKEN)] TJ ET BT 100 180 Td (Marked) Tj ET /G1 gs 1 1 0 rg 98 176 60 16 re f',
                 b'/XObject<</X1 6 0 R/X2 7 0 R/X3 8 0 R/X4 9 0 R>>/ExtGState<</G1<</BM/Multiply>>/G2<</ca .02>>>>', b'/Annots[<</Type/Annot/Subtype/Square/Rect[18 176 70 192]/C[0 0 0]/IC[0 0 0]>>]')
    picture = b'/Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray'
    pdf.stream(picture, b'\x10\x20\x30\x40', 6)
    pdf.stream(picture, b'\x50\x60\x70\x80', 7)
    pdf.stream(b'/Type/XObject/Subtype/Form/BBox[0 0 200 50]/Resources<</Font<</F1 5 0 R>>>>', b'BT /F1 12 Tf 22 12 Td (TOKEN) Tj ET BT 100 41 Td (Seen) Tj ET', 8)
    pdf.stream(b'/Type/XObject/Subtype/Form/BBox[0 0 200 50]/Group<</S/Transparency>>/Resources<</Font<</F1 5 0 R>>>>', b'BT /F1 12 Tf 100 30 Td (TOKEN) Tj ET', 9)
    return pdf


def scan():
    """A picture of a page, and what a machine read on it."""
    pdf = simple(b'q 200 0 0 200 0 0 cm /X1 Do Q BT 3 Tr /F1 12 Tf 20 100 Td (TOKEN) Tj ET', b'/XObject<</X1 6 0 R>>')
    pdf.stream(b'/Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray', b'\x10\x20\x30\x40', 6)
    return pdf


def stamps():
    """Three pages with the marks of one copy, each in the manner of another program; and with headers, which stay."""
    pdf = Pdf()
    pdf.add(b'<</Type/Catalog/Pages 2 0 R/OCProperties<</OCGs[13 0 R]/D<<>>>>>>', 1)
    pdf.add(b'<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 3>>', 2)
    for page in range(3):
        pdf.add(b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 400]/Resources<</Font<</F1 6 0 R/F2 7 0 R>>/XObject<</X1 11 0 R/X2 12 0 R>>/ExtGState<</G1<</ca .4>>>>/Properties<</P1 13 0 R>>>>/Contents[%d 0 R 14 0 R]>>' % (8 + page), 3 + page)
    pdf.add(HELVETICA, 6)
    pdf.add(b'<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>', 7)
    for page in range(3):
        pdf.stream(b'', b'q BT /F1 9 Tf 20 390 Td (Annual report, draft 2024-01-0%d) Tj 200 0 Td (Page %d of 3) Tj ET BT /F1 9 Tf 20 12 Td (Confidential. Ask press@firm.example) Tj 250 0 Td (EOUSA 81%d) Tj ET'
                   b' BT /F1 12 Tf 20 300 Td (What page %d says. It was prepared for readers.) Tj 0 -20 Td (Downloaded files stay.) Tj 0 -20 Td (More) Tj ET Q' % (page + 1, page + 1, page + 2, page + 1), 8 + page)
    form = b'/Type/XObject/Subtype/Form/BBox[0 0 400 400]/Resources<</Font<</F1 6 0 R>>>>'
    pdf.stream(form, b'BT .7 .7 -.7 .7 100 100 Tm .8 g /F1 40 Tf (TOKEN name) Tj ET', 11)
    pdf.stream(form + b'/PieceInfo<</ADBE_CompoundType<</Private/Watermark>>>>', b'BT /F1 12 Tf 20 200 Td (TOKEN) Tj ET', 12)
    pdf.add(b'<</Type/OCG/Name(Watermark)>>', 13)
    pdf.stream(b'', b'q BT /F2 6 Tf .5 g 1 0 0 1 109 3 Tm (Downloaded 01 Feb 2024 to 10.1.2.3. TOKEN licence.) Tj ET Q q /G1 gs /X1 Do Q /X2 Do'
               b' /Artifact<</Subtype/Watermark/Type/Pagination>>BDC q 1 0 0 1 20 150 cm BT /F1 8 Tf (TOKEN) Tj ET 0 0 5 5 re f Q EMC /OC/P1 BDC BT /F1 8 Tf 20 130 Td (TOKEN) Tj ET EMC'
               b' BT /F2 8 Tf 0 1 -1 0 8 60 Tm (Licensed to TOKEN, token@firm.example, copy no. 5469) Tj ET BT /F1 12 Tf 20 100 Td (The end) Tj ET', 14)
    return pdf


def redrawn():
    """Two pages, the second with a coding that structure cannot vet."""
    pdf = simple(TEXT)
    pdf.add(b'<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>', 2)
    pdf.add(b'<</Type/Page/Parent 2 0 R/MediaBox[10 10 210 110]/Rotate 90/Resources<</Font<</F1 5 0 R>>/XObject<</X1 8 0 R>>>>/Contents 7 0 R/TOKEN(TOKEN)>>', 6)
    pdf.stream(b'', b'1 0 0 rg 30 30 20 20 re f BT /F1 12 Tf 60 50 Td (Seen, and TOKEN) Tj ET q 20 0 0 20 90 40 cm /X1 Do Q', 7)
    pdf.stream(b'/Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/JBIG2Decode', b'TOKEN', 8, flate=False)
    return pdf


def objects():
    """Kinds of graphics objects, each with something behind its data."""
    image = b'/Type/XObject/Subtype/Image/Width 3/Height 2/BitsPerComponent 1/ColorSpace'
    pdf = simple(TEXT + b' q 20 0 0 20 10 10 cm /X1 Do Q q 20 0 0 20 40 10 cm /X2 Do Q /X3 Do /CS1 cs .5 scn 70 10 20 20 re f /CS2 cs 1 scn 100 10 9 9 re f /P1 gs /Pattern cs /P1 scn 130 10 20 20 re f'
                 b' /P2 scn 150 10 20 20 re f q 10 0 0 10 170 10 cm BI /W 8/H 1/BPC 1/IM true/TOKEN(TOKEN) ID \xaaTOKEN\nEI Q /S1 sh /CS3 cs 0 scn 1 1 2 2 re f [(a) 2 (b)] 1 2 3 4 5 6 7 TOKENop',
                 b'/XObject<</X1 6 0 R/X2 7 0 R/X3 8 0 R>>/ColorSpace<</CS1[/Separation/TOKEN#20Spot/DeviceCMYK 9 0 R]/CS2[/Indexed/DeviceRGB 1(abcdefTOKEN)]/CS3[/ICCBased 12 0 R]>>'
                 b'/Pattern<</P1 10 0 R/P2<</PatternType 2/Shading 11 0 R/TOKEN(TOKEN)>>>>/Shading<</S1 11 0 R>>/ExtGState<</P1<</SMask<</S/Luminosity/G 8 0 R/TOKEN(TOKEN)>>/BM/Multiply>>>>')
    pdf.stream(image + b'/DeviceGray/TOKEN(TOKEN)', b'\xbf\x5fTOKEN', 6)
    pdf.stream(image + b'/DeviceGray', b'\xa0\x40', 7, tail=b'TOKEN behind the end of the stream')
    pdf.stream(b'/Type/XObject/Subtype/Form/BBox[0 0 50 50]/Group<</S/Transparency/CS/DeviceRGB/TOKEN(TOKEN)>>/PTEX.FileName(TOKEN)', b'0 0 5 5 re f % TOKEN', 8)
    pdf.stream(b'/FunctionType 4/Domain[0 1]/Range[0 1 0 1 0 1 0 1]', b'{ dup dup dup % TOKEN\n }', 9)
    pdf.stream(b'/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 4 4]/XStep 4/YStep 4/Resources<<>>/TOKEN(TOKEN)', b'0 0 2 2 re f', 10)
    pdf.add(b'<</ShadingType 2/ColorSpace/DeviceGray/Coords[0 0 1 1]/Function<</FunctionType 2/Domain[0 1]/N 1/TOKEN(TOKEN)>>/TOKEN(TOKEN)>>', 11)
    pdf.stream(b'/N 3/Alternate/DeviceRGB/TOKEN(TOKEN)', b'TOKEN is no profile', 12)
    return pdf


ANNOTATIONS = ['3D', 'Caret', 'Circle', 'FileAttachment', 'FreeText', 'Highlight', 'Ink', 'Line', 'Movie', 'PolyLine', 'Polygon', 'Popup', 'PrinterMark', 'Projection', 'Redact',
               'RichMedia', 'Screen', 'Sound', 'Square', 'Squiggly', 'Stamp', 'StrikeOut', 'Text', 'TrapNet', 'Underline', 'Watermark', 'TOKEN']
ACTIONS = ['GoTo3DView', 'GoToE', 'GoToR', 'Hide', 'ImportData', 'JavaScript', 'Launch', 'Movie', 'Named', 'Rendition', 'ResetForm', 'RichMediaExecute', 'SetOCGState', 'Sound',
           'SubmitForm', 'Thread', 'Trans', 'URI', 'TOKEN']


def annotations():
    people = b'/T(TOKEN)/M(D:2024TOKEN)/NM(TOKEN)/Contents(TOKEN)/Subj(TOKEN)/RC(TOKEN)/CreationDate(TOKEN)'
    shapes = b'/C[1 0 0]/QuadPoints[10 20 30 20 10 10 30 10]/InkList[[10 10 20 20]]/L[10 10 20 20]/Vertices[10 10 20 20 30 10]'
    annots = []
    for name in ANNOTATIONS:
        shown = b'' if name == 'FreeText' else people
        annots.append(b'<</Type/Annot/Subtype/%s/Rect[10 10 40 30]%s%s>>' % (name.encode(), shown, shapes))
    annots.append(b'<</Type/Annot/Subtype/Square/F 2/Rect[10 10 40 30]%s%s>>' % (people, shapes))
    annots.append(b'<</Type/Annot/Subtype/Widget/FT/Tx/T(TOKEN)/TU(TOKEN)/DV(TOKEN)/V(Filled in)/MK<</CA(TOKEN)>>/DA(/Helv 10 Tf 0 g)/Rect[10 60 90 80]/AA<</K<</S/JavaScript/JS(TOKEN)>>>>>>')
    annots.append(b'<</Type/Annot/Subtype/Widget/FT/Sig/T(TOKEN)/AP<</N 6 0 R>>/Rect[10 60 90 80]>>')
    annots.append(b'<</Type/Annot/Subtype/Stamp/AP<</N 6 0 R/D 7 0 R>>/Rect[100 60 150 80]%s>>' % people)
    for name in ACTIONS:
        annots.append(b'<</Type/Annot/Subtype/Link/Rect[10 90 20 95]/A<</S/%s/F(TOKEN)/URI(file:///TOKEN)/JS(TOKEN)>>>>' % name.encode())
    annots.append(b'<</Type/Annot/Subtype/Link/Rect[10 100 20 105]/A<</S/URI/URI(https://example.org/?utm_source=TOKEN)>>/TOKEN(TOKEN)>>')
    annots.append(b'<</Type/Annot/Subtype/Link/Rect[10 110 20 115]/Dest(place)>>')
    pdf = simple(TEXT, b'', b'/Annots[%s]' % b''.join(annots),
                 b'/Names<</Dests<</Names[(place)[3 0 R/XYZ 0 100 0]]>>>>/Outlines 8 0 R/PageMode/UseOutlines/OpenAction<</S/GoTo/D[3 0 R/Fit]>>')
    form = b'/Type/XObject/Subtype/Form/BBox[0 0 50 20]/Resources<</Font<</F1 5 0 R>>>>'
    pdf.stream(form, b'BT /F1 10 Tf 2 5 Td (STAMP) Tj ET', 6)
    pdf.stream(form, b'BT /F1 10 Tf 2 5 Td (TOKEN) Tj ET', 7)
    pdf.add(b'<</Type/Outlines/First 9 0 R/Last 10 0 R/Count 2>>', 8)
    pdf.add(b'<</Title(Chapter)/Parent 8 0 R/Next 10 0 R/Dest(place)/TOKEN(TOKEN)>>', 9)
    pdf.add(b'<</Title(TOKEN)/Parent 8 0 R/Prev 9 0 R/A<</S/Launch/F(TOKEN)>>>>', 10)
    return pdf


def type3():
    pdf = simple(b'BT /F2 20 Tf 20 50 Td (ab) Tj ET ' + TEXT)
    pdf.objects[3] = pdf.objects[3].replace(b'/F1 5 0 R', b'/F1 5 0 R/F2 6 0 R')
    pdf.add(b'<</Type/Font/Subtype/Type3/FontBBox[0 0 1000 1000]/FontMatrix[.001 0 0 .001 0 0]/FirstChar 97/LastChar 99/Widths[600 600 600]/Name/TOKEN'
            b'/Encoding<</Type/Encoding/Differences[97/a/TOKENglyph/TOKENunused]>>/CharProcs<</a 7 0 R/TOKENglyph 8 0 R/TOKENunused 9 0 R>>/Resources<<>>/ToUnicode 10 0 R>>', 6)
    pdf.stream(b'', b'600 0 d0 % TOKEN\n 0 0 500 500 re f', 7)
    pdf.stream(b'', b'600 0 0 0 500 500 d1 500 0 0 500 0 0 cm BI /W 8 /H 2 /BPC 1 /IM true ID \xf0\x0f\nEI', 8)
    pdf.stream(b'', b'600 0 d0 (TOKEN) pop', 9)
    units = ''.join('%04X' % ord(c) for c in 'TOKEN IS LONG')
    pdf.stream(b'/TOKEN(TOKEN)', b'/CIDInit /ProcSet findresource begin begincmap /CMapName /TOKEN def 1 begincodespacerange <00><ff> endcodespacerange 3 beginbfchar <61><0041> <62><%s> <63><0054004F004B0045004E> endbfchar endcmap' % units.encode(), 10)
    return pdf


def font_with_names():
    """A TrueType font of one square, whose name table says who owns it."""
    glyph = struct.pack('>hhhhh', 1, 0, 0, 500, 500) + struct.pack('>HH', 3, 0) + b'\x01\x01\x01\x01' + struct.pack('>hhhh', 0, 500, 0, -500) + struct.pack('>hhhh', 0, 0, 500, 0)
    glyph += b'\0' * (-len(glyph) % 2)
    name = b'TOKEN owner'
    cmap = struct.pack('>HHHHL', 0, 1, 1, 0, 12) + struct.pack('>HHH', 0, 262, 0) + bytes(1 if c == 65 else 0 for c in range(256))
    tables = {
        b'cmap': cmap,
        b'glyf': glyph,
        b'head': struct.pack('>LLLLHHqqhhhhHHhhh', 0x10000, 0x544F4B45, 0, 0x5F0F3CF5, 0, 1000, 0x544F4B454E, 0x544F4B454E, 0, 0, 500, 500, 0, 8, 2, 0, 0),
        b'hhea': struct.pack('>LhhhHhhhhhhhhhhhH', 0x10000, 800, -200, 0, 600, 0, 0, 500, 1, 0, 0, 0, 0, 0, 0, 0, 2),
        b'hmtx': struct.pack('>HhHh', 600, 0, 600, 0),
        b'loca': struct.pack('>HHH', 0, 0, len(glyph) // 2),
        b'maxp': struct.pack('>LHHHHHHHHHHHHHH', 0x10000, 2, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
        b'name': struct.pack('>HHH', 0, 1, 18) + struct.pack('>HHHHHH', 1, 0, 0, 1, len(name), 0) + name,
        b'post': struct.pack('>LLhhLLLLL', 0x30000, 0, 0, 0, 0, 0x544F4B45, 0, 0, 0),
        b'DSIG': b'TOKEN',
        b'FFTM': b'TOKEN',
        b'PfEd': b'TOKEN',
        b'meta': b'TOKEN',
        b'TOKN': b'TOKEN',
        b'VORG': b'', b'cvt ': b'', b'fpgm': b'', b'prep': b'', b'vhea': b'', b'vmtx': b'',
        b'OS/2': struct.pack('>H', 3) + b'\0' * 56 + b'TOKE' + b'\0' * 34,
    }
    out = struct.pack('>LHHHH', 0x10000, len(tables), 256, 4, 0)
    offset = 12 + 16 * len(tables)
    body = b''
    for tag in sorted(tables):
        out += tag + struct.pack('>LLL', 0, offset + len(body), len(tables[tag]))
        body += tables[tag] + b'\0' * (-len(tables[tag]) % 4)
    return out + body


def true_type():
    pdf = simple(b'BT /F2 20 Tf 20 50 Td (A) Tj ET ' + TEXT)
    pdf.objects[3] = pdf.objects[3].replace(b'/F1 5 0 R', b'/F1 5 0 R/F2 6 0 R')
    pdf.add(b'<</Type/Font/Subtype/TrueType/BaseFont/TOKENX+TOKEN-Sans/FirstChar 65/LastChar 66/Widths[600 5469]/Encoding/MacRomanEncoding/FontDescriptor 7 0 R>>', 6)
    pdf.add(b'<</Type/FontDescriptor/FontName/TOKENX+TOKEN-Sans/FontFamily(TOKEN)/Flags 32/FontBBox[0 0 500 500]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 500/StemV 80'
            b'/CharSet(TOKEN)/FontFile2 8 0 R/TOKEN(TOKEN)>>', 7)
    pdf.stream(b'/TOKEN(TOKEN)', font_with_names(), 8)
    return pdf


# The smallest grey JPEG of one block, with a comment.
JPEG = bytes.fromhex('ffd8fffe0007544f4b454effdb004300' + '01' * 64 + 'ffc0000b080008000801011100ffc4001400010000000000000000000000000000000000'
                     'ffc40014100100000000000000000000000000000000ffda0008010100003f003fffd9')


def pictures():
    """A JPEG with a comment, a stream that nobody can read, a picture that is listed and never drawn."""
    pdf = simple(TEXT + b' q 20 0 0 20 10 10 cm /X1 Do Q q 20 0 0 20 40 10 cm /X2 Do Q q 8 0 0 8 70 10 cm /X4 Do Q', b'/XObject<</X1 6 0 R/X2 7 0 R/X3 8 0 R/X4 9 0 R>>')
    image = b'/Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 8/ColorSpace/DeviceGray'
    pdf.stream(image + b'/Filter/DCTDecode', JPEG, 6, flate=False)
    pdf.stream(image + b'/Filter/TOKENDecode', b'TOKEN', 7, flate=False)
    pdf.stream(image, b'TOKEN' * 13, 8)
    pdf.stream(b'/Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 8/BlackIs1 true>>', b'\xff\x00\x10\x01TOKEN', 9, flate=False)
    pdf.head = b'TOKEN before the header\n' + pdf.head
    return pdf


def rc4(key, data):
    state, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def encrypted(password=b''):
    """The words again, under an owner's password; or under one that a reader needs."""
    pad = bytes.fromhex('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a')
    owner = rc4(hashlib.md5((b'owner' + pad)[:32]).digest()[:5], (password + pad)[:32])
    key = hashlib.md5((password + pad)[:32] + owner + struct.pack('<i', -4) + b'0123456789abcdef').digest()[:5]
    data = rc4(hashlib.md5(key + struct.pack('<I', 4)[:3] + b'\0\0').digest()[:10], TEXT)
    pdf = simple(TEXT)
    pdf.stream(b'', data, 4, flate=False)
    pdf.add(b'<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>' % (owner.hex().encode(), rc4(key, pad).hex().encode()), 6)
    pdf.trailer = b'/Encrypt 6 0 R/ID[(0123456789abcdef)(0123456789abcdef)]'
    return pdf


def cff_index(items):
    out, offset = struct.pack('>H', len(items)), 1
    if items:
        out += b'\x04' + struct.pack('>L', offset)
        for item in items:
            offset += len(item)
            out += struct.pack('>L', offset)
    return out + b''.join(items)


def cff():
    """Two glyphs; the strings name the owner, and a glyph that nobody shows."""
    def number(value):
        return b'\x1d' + struct.pack('>l', value)
    strings = [b'TOKEN notice', b'A.TOKEN', b'TOKENglyph']
    glyphs = [b'\x8b\x0e', bytes([139, 139, 21, 239, 139, 5, 139, 239, 5, 39, 139, 5, 14]), b'\x8b\x0e']
    private = number(600) + b'\x14'
    head = b'\x01\x00\x04\x04' + cff_index([b'TOKENName'])
    size = len(cff_index([b'x' * 35]))
    tail = cff_index(strings) + cff_index([])
    charset_at = len(head) + size + len(tail)
    charset = b'\0' + struct.pack('>HH', 34, 393)
    glyphs_at = charset_at + len(charset)
    private_at = glyphs_at + len(cff_index(glyphs))
    top = (number(391) + b'\x01' + number(392) + b'\x02' + number(charset_at) + b'\x0f' + number(glyphs_at) + b'\x11'
           + number(len(private)) + number(private_at) + b'\x12')
    assert len(top) == 35, len(top)
    return head + cff_index([top]) + tail + charset + cff_index(glyphs) + private


def named_font(key, entries, program, subtype=b'Type1', base=b'TOKENX+TOKEN'):
    pdf = simple(b'BT /F2 20 Tf 20 50 Td (A) Tj ET ' + TEXT)
    pdf.objects[3] = pdf.objects[3].replace(b'/F1 5 0 R', b'/F1 5 0 R/F2 6 0 R')
    pdf.add(b'<</Type/Font/Subtype/%s/BaseFont/%s/FirstChar 65/LastChar 65/Widths[600]/Encoding/WinAnsiEncoding/FontDescriptor 7 0 R>>' % (subtype, base), 6)
    pdf.add(b'<</Type/FontDescriptor/FontName/%s/Flags 32/FontBBox[0 0 500 500]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 500/StemV 80/%s 8 0 R>>' % (base, key), 7)
    pdf.stream(entries, program, 8)
    return pdf


def eexec(data, key):
    out = bytearray()
    for byte in data:
        cipher = byte ^ key >> 8
        out.append(cipher)
        key = (cipher + key) * 52845 + 22719 & 0xFFFF
    return bytes(out)


def type1():
    """A Type 1 program with an owner, a number of its own and a glyph that nobody shows."""
    box = bytes([139, 248, 236, 13, 139, 139, 21, 239, 6, 239, 7, 39, 6, 9, 14])
    clear = (b'%!PS-AdobeFont-1.0: TOKEN\n% TOKEN\n12 dict begin /FontInfo 9 dict dup begin /Notice (TOKEN) def /FullName (TOKEN) def end readonly def '
             b'/FontName /TOKEN def /PaintType 0 def /FontType 1 def /FontMatrix [0.001 0 0 0.001 0 0] def /FontBBox {0 0 500 500} def /UniqueID 5469 def /Encoding StandardEncoding def currentdict end\ncurrentfile eexec\n')
    def charstring(data):
        return eexec(b'TOKE' + data, 4330)
    hidden = b'dup /Private 9 dict dup begin /RD{string currentfile exch readstring pop}def /ND{def}def /NP{put}def /BlueValues[0 0]def /password 5839 def /TOKEN (TOKEN) def /Subrs 1 array dup 0 5 RD ' + charstring(b'\x0b') + b' NP ND '
    hidden += b'2 index /CharStrings 3 dict dup begin '
    for name, data in ((b'.notdef', box), (b'A', box), (b'TOKENglyph', box)):
        hidden += b'/%s %d RD ' % (name, len(data) + 4) + charstring(data) + b' ND '
    hidden += b'end end readonly put noaccess put dup/FontName get exch definefont pop mark currentfile closefile TOKEN\n'
    secret = eexec(b'TOKE' + hidden, 55665)
    return clear + secret + b'0' * 64 + b'\ncleartomark TOKEN\n', len(clear), len(secret)


def main():
    os.makedirs(FOLDER, exist_ok=True)
    samples = {
        'annotations.pdf': annotations(), 'hidden.pdf': hidden(), 'covered.pdf': covered(), 'scan.pdf': scan(), 'redrawn.pdf': redrawn(), 'stamps.pdf': stamps(),
        'encrypted.pdf': encrypted(), 'refused-password.pdf': encrypted(b'secret'), 'keys.pdf': planted_keys(), 'pictures.pdf': pictures(), 'objects.pdf': objects(), 'true_type.pdf': true_type(),
        'type3.pdf': type3(), 'words.pdf': words(), 'words_twin.pdf': words_twin(),
    }

    def write(name, pdf):
        with open(os.path.join(FOLDER, name), 'wb') as file:
            file.write(pdf.bytes())
    for name, pdf in samples.items():
        write(name, pdf)
    program = cff()
    write('cff.pdf', named_font(b'FontFile3', b'/Subtype/Type1C', program))
    wrapped = struct.pack('>4sHHHH', b'OTTO', 1, 16, 0, 0) + b'CFF ' + struct.pack('>LLL', 0, 28, len(program)) + program
    write('open_type.pdf', named_font(b'FontFile3', b'/Subtype/OpenType', wrapped))
    program, clear, secret = type1()
    write('type1.pdf', named_font(b'FontFile', b'/Length1 %d/Length2 %d/Length3 80' % (clear, secret), program))
    with open(os.path.join(FOLDER, 'words_updated.pdf'), 'wb') as file:
        file.write(words_updated())


main()
