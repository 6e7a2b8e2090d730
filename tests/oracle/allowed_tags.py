"""What exiftool may find in an output: tags that say how the picture or the container is built, and nothing about people, machines,
places or times. Rows of group and tag, and of the values that they may have; anything else fails. Own work, GPL-3.0-or-later."""
import re

NUMBERS = r"[-\de. ]+"
BINARY = r"\(Binary data \d+ bytes.*"
WORD = r"[\w ,.:/()-]*"  # a value that exiftool itself makes from a number
SIZE = r"(Image|Full)(Width|Height|Size|Length)|Megapixels"

ROWS = (
    # What exiftool says of the file, not of its content.
    (r"ExifTool:ExifToolVersion|System:\w+|SourceFile", r".*"),
    (rf"(File|Composite):({SIZE}|BitDepth|BitsPer(Sample|Pixel)|Color(Components|Planes)|Planes|ImageCount|Num(Important)?Colors|MaxVal|PixelsPerMeter[XY]|(Red|Green|Blue|Alpha)Mask|Hotspot[XY]|LineCount|WordCount)", r"Use BitDepth|All|[\da-fx. -]+"),
    (r"File:(FileType|FileTypeExtension|MIMEType|MIMEEncoding|BMPVersion|Compression|EncodingProcess|ExifByteOrder|YCbCrSubSampling|Newlines)", r"[\w ,.:/()+-]*"),
    # JPEG
    (r"JFIF:JFIFVersion", r"1\.0\d"),
    (r"JFIF:([XY]Resolution|ResolutionUnit)", r"\d+|None|inches|cm"),
    (r"Adobe:(DCTEncodeVersion|APP14Flags[01]|ColorTransform)", r"100|\(none\)|YCbCr|YCCK|Unknown \(RGB or CMYK\)"),
    # Colour profiles are written anew by scrub: no maker, no model, a fixed date.
    (r"ICC-header:(ProfileCMMType|DeviceManufacturer|DeviceModel|ProfileCreator)", r""),
    (r"ICC-header:ProfileDateTime", r"1980:01:01 00:00:00"),
    (r"ICC-header:ProfileID", r"0"),
    (r"ICC-header:(ProfileVersion|ProfileClass|ColorSpaceData|ProfileConnectionSpace|ProfileFileSignature|PrimaryPlatform|CMMFlags|DeviceAttributes|RenderingIntent|ConnectionSpaceIlluminant)", WORD),
    (r"ICC_Profile:ProfileCopyright", r"CC0"),
    (r"ICC_Profile:ProfileDescription", r"device curves|device tables|grey, sRGB curve|grey, gamma \d\.\d|sRGB|Display P3|A98 RGB|ROMM RGB"),
    (r"ICC_Profile:(\w+MatrixColumn|MediaWhitePoint)", NUMBERS),
    (r"ICC_Profile:(\w+TRC|AToB\d|BToA\d)", BINARY),
    # PNG
    (rf"PNG:({SIZE}|BitDepth|ColorType|Compression|Filter|Interlace|Gamma|SRGBRendering|AnimationFrames|AnimationPlays|(Red|Green|Blue|WhitePoint)[XY])", WORD),
    (r"PNG:ProfileName", r"ICC"),
    (r"PNG:(Palette|Transparency)", rf"{BINARY}|{NUMBERS}"),
    (r"PNG-(pHYs|cICP):\w+", WORD),
    # GIF
    (rf"GIF:({SIZE}|GIFVersion|HasColorMap|ColorResolutionDepth|BitsPerPixel|BackgroundColor|TransparentColor|AnimationIterations|FrameCount|Duration)", WORD),
    # TIFF. The preview is what exiftool takes a strip of JPEG for.
    (rf"IFD\d:({SIZE}|BitsPerSample|SamplesPerPixel|Compression|PhotometricInterpretation|PlanarConfiguration|Predictor|RowsPerStrip|ExtraSamples|Orientation|FillOrder|SampleFormat)", r"[\w ,.:;/()-]*"),
    (r"IFD\d:((Strip|Tile)(Offsets|ByteCounts)|Tile(Width|Length)|[XY]Resolution|ResolutionUnit|ColorMap|ReferenceBlackWhite|YCbCr\w+|PreviewImage\w*)", rf"{BINARY}|{WORD}"),
    (r"SubIFD\d*:\w+", r"(?!)"),
    # HEIF and AVIF: boxes that the coding needs. exiftool calls the handler's kind "Picture".
    (r"QuickTime:(MajorBrand|MinorVersion|CompatibleBrands|HandlerType|Image\w+|Rotation|Mirroring|ColorProfiles|ColorPrimaries|TransferCharacteristics|MatrixCoefficients|VideoFullRangeFlag|CleanAperture\w*|PixelAspectRatio)",
     r"[\w ,.:/()\[\]'-]*"),
    (r"QuickTime:(AuxiliaryImageType)", r"urn:mpeg:[\w:]+"),
    (r"QuickTime:((HEVC|AV1)ConfigurationVersion|Average\w+|BitDepth\w+|Chroma\w+|Constant\w+|Constraint\w+|Gen\w+|Min\w+|Num\w+|Parallelism\w+|Temporal\w+|Seq\w+|HighBitDepth|TwelveBit|InitialDelaySamples|MediaData(Offset|Size)?)",
     rf"{BINARY}|{WORD}"),
    (r"QuickTime:Unknown_clli", BINARY),
    (r"Meta:PrimaryItemReference", r"\d+"),
    # WebP
    (rf"RIFF:({SIZE}|VP8Version|WebP_Flags|AlphaPreprocessing|AlphaFiltering|AlphaCompression|BackgroundColor|AnimationLoopCount|FrameCount|Duration|VP8Bitstream|HorizontalScale|VerticalScale|AlphaIsUsed|ImageType)", r"[\w ,.:/()-]*"),
    # Documents
    (r"PDF:(PDFVersion|Linearized|PageCount|PageMode|PageLayout|TaggedPDF)", WORD),
    (rf"SVG:({SIZE}|ViewBox|Tag[XY]|Enable-background)", r"[-\d. %a-z]+"),
    (r"SVG:(Xmlns|SVGVersion)", r"http://www\.w3\.org/2000/svg|1\.\d"),
    (r"ZIP:Zip(BitFlag|CRC|CompressedSize|Compression|RequiredVersion|UncompressedSize)", r"[\w\[\]./]+"),
    (r"ZIP:ZipFileName", r".+"),  # a reader sees it; exiftool writes ? for letters beyond ASCII
    (r"ZIP:ZipModifyDate", r"1980:01:01 00:00:00"),
    (r"XML:(Pages|Words|Characters|Lines|Paragraphs|Slides|Notes|HiddenSlides|MMClips|CharactersWithSpaces)", r"\d+"),
)
COMPILED = tuple((re.compile(name), re.compile(value, re.S)) for name, value in ROWS)


def is_allowed(tag, value):
    return any(name.fullmatch(tag) and allowed.fullmatch(str(value)) for name, allowed in COMPILED)
