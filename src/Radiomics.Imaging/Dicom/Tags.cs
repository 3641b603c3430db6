using System.Collections.Frozen;

namespace Radiomics.Imaging.Dicom;

/// <summary>The data elements that this library reads or writes, and their value representations (PS3.6 chapter 6).</summary>
internal static class Tags
{
    public static readonly DicomTag MediaStorageSopClassUid = new(0x0002, 0x0002);
    public static readonly DicomTag TransferSyntaxUid = new(0x0002, 0x0010);
    public static readonly DicomTag SpecificCharacterSet = new(0x0008, 0x0005);
    public static readonly DicomTag ImageType = new(0x0008, 0x0008);
    public static readonly DicomTag SopClassUid = new(0x0008, 0x0016);
    public static readonly DicomTag SopInstanceUid = new(0x0008, 0x0018);
    public static readonly DicomTag SeriesDate = new(0x0008, 0x0021);
    public static readonly DicomTag AcquisitionDate = new(0x0008, 0x0022);
    public static readonly DicomTag AcquisitionDateTime = new(0x0008, 0x002A);
    public static readonly DicomTag SeriesTime = new(0x0008, 0x0031);
    public static readonly DicomTag AcquisitionTime = new(0x0008, 0x0032);
    public static readonly DicomTag Modality = new(0x0008, 0x0060);
    public static readonly DicomTag Manufacturer = new(0x0008, 0x0070);
    public static readonly DicomTag ModelName = new(0x0008, 0x1090);
    public static readonly DicomTag ReferencedSopClassUid = new(0x0008, 0x1150);
    public static readonly DicomTag ReferencedSopInstanceUid = new(0x0008, 0x1155);
    public static readonly DicomTag ReferencedSeries = new(0x0008, 0x1115);
    public static readonly DicomTag PatientWeight = new(0x0010, 0x1030);
    public static readonly DicomTag SliceThickness = new(0x0018, 0x0050);
    public static readonly DicomTag EchoTime = new(0x0018, 0x0081);
    public static readonly DicomTag SpacingBetweenSlices = new(0x0018, 0x0088);
    public static readonly DicomTag RadiopharmaceuticalStartTime = new(0x0018, 0x1072);
    public static readonly DicomTag RadionuclideTotalDose = new(0x0018, 0x1074);
    public static readonly DicomTag RadionuclideHalfLife = new(0x0018, 0x1075);
    public static readonly DicomTag RadiopharmaceuticalStartDateTime = new(0x0018, 0x1078);
    public static readonly DicomTag ActualFrameDuration = new(0x0018, 0x1242);
    public static readonly DicomTag DiffusionBValue = new(0x0018, 0x9087);
    public static readonly DicomTag StudyInstanceUid = new(0x0020, 0x000D);
    public static readonly DicomTag SeriesInstanceUid = new(0x0020, 0x000E);
    public static readonly DicomTag AcquisitionNumber = new(0x0020, 0x0012);
    public static readonly DicomTag InstanceNumber = new(0x0020, 0x0013);
    public static readonly DicomTag ImagePosition = new(0x0020, 0x0032);
    public static readonly DicomTag ImageOrientation = new(0x0020, 0x0037);
    public static readonly DicomTag FrameOfReferenceUid = new(0x0020, 0x0052);
    public static readonly DicomTag TemporalPosition = new(0x0020, 0x0100);
    public static readonly DicomTag FrameContent = new(0x0020, 0x9111);
    public static readonly DicomTag TemporalPositionIndex = new(0x0020, 0x9128);
    public static readonly DicomTag MrDiffusion = new(0x0018, 0x9117);
    public static readonly DicomTag GradientDirections = new(0x0018, 0x9076);
    public static readonly DicomTag GradientOrientation = new(0x0018, 0x9089);
    public static readonly DicomTag MrEcho = new(0x0018, 0x9114);
    public static readonly DicomTag EffectiveEchoTime = new(0x0018, 0x9082);
    public static readonly DicomTag EchoNumbers = new(0x0018, 0x0086);
    public static readonly DicomTag InversionTime = new(0x0018, 0x0082);
    public static readonly DicomTag FlipAngle = new(0x0018, 0x1314);
    public static readonly DicomTag CardiacSynchronization = new(0x0018, 0x9118);
    public static readonly DicomTag CardiacTriggerDelay = new(0x0020, 0x9153);
    public static readonly DicomTag TriggerTime = new(0x0018, 0x1060);
    public static readonly DicomTag FrameAcquisitionNumber = new(0x0020, 0x9156);
    public static readonly DicomTag MrFrameType = new(0x0018, 0x9226);
    public static readonly DicomTag CtFrameType = new(0x0018, 0x9329);
    public static readonly DicomTag FrameType = new(0x0008, 0x9007);
    public static readonly DicomTag FrameAcquisitionDateTime = new(0x0018, 0x9074);
    public static readonly DicomTag ContentTime = new(0x0008, 0x0033);
    public static readonly DicomTag StackId = new(0x0020, 0x9056);
    public static readonly DicomTag SiemensBValue = new(0x0019, 0x100C);
    public static readonly DicomTag PhilipsBValue = new(0x2001, 0x1003);
    public static readonly DicomTag GeBValue = new(0x0043, 0x1039);
    public static readonly DicomTag PlanePosition = new(0x0020, 0x9113);
    public static readonly DicomTag PlaneOrientation = new(0x0020, 0x9116);
    public static readonly DicomTag SamplesPerPixel = new(0x0028, 0x0002);
    public static readonly DicomTag PhotometricInterpretation = new(0x0028, 0x0004);
    public static readonly DicomTag NumberOfFrames = new(0x0028, 0x0008);
    public static readonly DicomTag Rows = new(0x0028, 0x0010);
    public static readonly DicomTag Columns = new(0x0028, 0x0011);
    public static readonly DicomTag PixelSpacing = new(0x0028, 0x0030);
    public static readonly DicomTag BitsAllocated = new(0x0028, 0x0100);
    public static readonly DicomTag BitsStored = new(0x0028, 0x0101);
    public static readonly DicomTag HighBit = new(0x0028, 0x0102);
    public static readonly DicomTag PixelRepresentation = new(0x0028, 0x0103);
    public static readonly DicomTag PixelPaddingValue = new(0x0028, 0x0120);
    public static readonly DicomTag RescaleIntercept = new(0x0028, 0x1052);
    public static readonly DicomTag RescaleSlope = new(0x0028, 0x1053);
    public static readonly DicomTag ModalityLut = new(0x0028, 0x3000);
    public static readonly DicomTag PixelMeasures = new(0x0028, 0x9110);
    public static readonly DicomTag PixelValueTransformation = new(0x0028, 0x9145);
    public static readonly DicomTag RadiopharmaceuticalInformation = new(0x0054, 0x0016);
    public static readonly DicomTag Units = new(0x0054, 0x1001);
    public static readonly DicomTag SuvType = new(0x0054, 0x1006);
    public static readonly DicomTag DecayCorrection = new(0x0054, 0x1102);
    public static readonly DicomTag FrameReferenceTime = new(0x0054, 0x1300);
    public static readonly DicomTag SegmentationType = new(0x0062, 0x0001);
    public static readonly DicomTag Segments = new(0x0062, 0x0002);
    public static readonly DicomTag SegmentNumber = new(0x0062, 0x0004);
    public static readonly DicomTag SegmentLabel = new(0x0062, 0x0005);
    public static readonly DicomTag SegmentIdentification = new(0x0062, 0x000A);
    public static readonly DicomTag ReferencedSegmentNumber = new(0x0062, 0x000B);
    public static readonly DicomTag MaximumFractionalValue = new(0x0062, 0x000E);
    public static readonly DicomTag ReferencedFrameOfReference = new(0x3006, 0x0010);
    public static readonly DicomTag RtReferencedStudy = new(0x3006, 0x0012);
    public static readonly DicomTag RtReferencedSeries = new(0x3006, 0x0014);
    public static readonly DicomTag ContourImage = new(0x3006, 0x0016);
    public static readonly DicomTag StructureSetRoi = new(0x3006, 0x0020);
    public static readonly DicomTag RoiNumber = new(0x3006, 0x0022);
    public static readonly DicomTag ReferencedFrameOfReferenceUid = new(0x3006, 0x0024);
    public static readonly DicomTag RoiName = new(0x3006, 0x0026);
    public static readonly DicomTag RoiContour = new(0x3006, 0x0039);
    public static readonly DicomTag Contours = new(0x3006, 0x0040);
    public static readonly DicomTag ContourGeometricType = new(0x3006, 0x0042);
    public static readonly DicomTag NumberOfContourPoints = new(0x3006, 0x0046);
    public static readonly DicomTag ContourData = new(0x3006, 0x0050);
    public static readonly DicomTag ReferencedRoiNumber = new(0x3006, 0x0084);
    public static readonly DicomTag SharedFunctionalGroups = new(0x5200, 0x9229);
    public static readonly DicomTag PerFrameFunctionalGroups = new(0x5200, 0x9230);
    public static readonly DicomTag FloatPixelData = new(0x7FE0, 0x0008);
    public static readonly DicomTag DoublePixelData = new(0x7FE0, 0x0009);
    public static readonly DicomTag PixelData = new(0x7FE0, 0x0010);
    public static readonly DicomTag Item = new(0xFFFE, 0xE000);
    public static readonly DicomTag ItemEnd = new(0xFFFE, 0xE00D);
    public static readonly DicomTag SequenceEnd = new(0xFFFE, 0xE0DD);

    // An implicit file does not say what its elements are, so those that are neither DS nor text must be known here.
    private static readonly FrozenDictionary<DicomTag, Vr> Known = new Dictionary<DicomTag, Vr>
    {
        [ReferencedSeries] = Vr.SQ,
        [new DicomTag(0x0008, 0x1140)] = Vr.SQ,
        [new DicomTag(0x0008, 0x2112)] = Vr.SQ,
        [DiffusionBValue] = Vr.FD,
        [PlanePosition] = Vr.SQ,
        [FrameContent] = Vr.SQ,
        [MrDiffusion] = Vr.SQ,
        [GradientDirections] = Vr.SQ,
        [GradientOrientation] = Vr.FD,
        [MrEcho] = Vr.SQ,
        [EffectiveEchoTime] = Vr.FD,
        [CardiacSynchronization] = Vr.SQ,
        [CardiacTriggerDelay] = Vr.FD,
        [MrFrameType] = Vr.SQ,
        [CtFrameType] = Vr.SQ,
        [TemporalPositionIndex] = Vr.UL,
        [FrameAcquisitionNumber] = Vr.US,
        [PhilipsBValue] = Vr.FL,
        [PlaneOrientation] = Vr.SQ,
        [SamplesPerPixel] = Vr.US,
        [Rows] = Vr.US,
        [Columns] = Vr.US,
        [BitsAllocated] = Vr.US,
        [BitsStored] = Vr.US,
        [HighBit] = Vr.US,
        [PixelRepresentation] = Vr.US,
        [PixelPaddingValue] = Vr.US,
        [ModalityLut] = Vr.SQ,
        [PixelMeasures] = Vr.SQ,
        [PixelValueTransformation] = Vr.SQ,
        [RadiopharmaceuticalInformation] = Vr.SQ,
        [Segments] = Vr.SQ,
        [SegmentNumber] = Vr.US,
        [SegmentIdentification] = Vr.SQ,
        [ReferencedSegmentNumber] = Vr.US,
        [MaximumFractionalValue] = Vr.US,
        [ReferencedFrameOfReference] = Vr.SQ,
        [RtReferencedStudy] = Vr.SQ,
        [RtReferencedSeries] = Vr.SQ,
        [ContourImage] = Vr.SQ,
        [StructureSetRoi] = Vr.SQ,
        [RoiContour] = Vr.SQ,
        [Contours] = Vr.SQ,
        [SharedFunctionalGroups] = Vr.SQ,
        [PerFrameFunctionalGroups] = Vr.SQ,
        [FloatPixelData] = Vr.OF,
        [DoublePixelData] = Vr.OD,
        [PixelData] = Vr.OW,
    }.ToFrozenDictionary();

    /// <summary>The representation of an element whose file does not say; UN where it is not known here.</summary>
    public static Vr VrOf(DicomTag tag) => Known.GetValueOrDefault(tag, Vr.UN);

    /// <summary>Whether an element holds the pixels.</summary>
    public static bool IsPixels(DicomTag tag) => tag.Group == 0x7FE0 && tag.Element is 0x0008 or 0x0009 or 0x0010;
}
