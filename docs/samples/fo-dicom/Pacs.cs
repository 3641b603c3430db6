// A PACS by DIMSE: C-FIND, C-GET and C-MOVE with fo-dicom; what comes goes straight to the builders of Radiomics.Imaging.
using System.Collections.Concurrent;
using System.Text;
using FellowOakDicom;
using FellowOakDicom.Network;
using FellowOakDicom.Network.Client;
using Microsoft.Extensions.Logging;
using Radiomics.Imaging.FoDicom;

namespace FromPacs;

/// <summary>An archive, and the title that it knows us by.</summary>
public sealed class Pacs(string host, int port, string theirTitle, string ourTitle)
{
    /// <summary>The series of a study: UID and modality.</summary>
    public async Task<IReadOnlyList<(string Uid, string Modality)>> FindSeriesAsync(string study, CancellationToken cancellationToken)
    {
        var found = new ConcurrentQueue<(string, string)>();
        var request = DicomCFindRequest.CreateSeriesQuery(study);
        request.OnResponseReceived += (_, response) =>
        {
            if (response.Status == DicomStatus.Pending)
                found.Enqueue((response.Dataset.GetString(DicomTag.SeriesInstanceUID), response.Dataset.GetString(DicomTag.Modality)));
        };
        await SendAsync(request, cancellationToken);
        return [.. found];
    }

    /// <summary>The objects of a series by C-GET: they come over the connection that asks.</summary>
    public async Task<IReadOnlyList<FoDicomObject>> GetAsync(string study, string series, CancellationToken cancellationToken)
    {
        var objects = new ConcurrentQueue<DicomDataset>();
        var client = Client();
        client.OnCStoreRequest += request =>
        {
            objects.Enqueue(request.Dataset);
            return Task.FromResult(new DicomCStoreResponse(request, DicomStatus.Success));
        };
        // C-GET: the storage classes must be offered, in every syntax that is taken.
        foreach (var kind in (DicomUID[])[DicomUID.CTImageStorage, DicomUID.MRImageStorage, DicomUID.PositronEmissionTomographyImageStorage,
            DicomUID.RTStructureSetStorage, DicomUID.SegmentationStorage, DicomUID.RTDoseStorage])
            client.AdditionalPresentationContexts.Add(
                DicomPresentationContext.GetScpRolePresentationContext(
                    kind,
                    DicomTransferSyntax.ExplicitVRLittleEndian,
                    DicomTransferSyntax.ImplicitVRLittleEndian
                )
            );
        DicomCGetResponse? end = null;
        var get = new DicomCGetRequest(study, series);
        get.OnResponseReceived += (_, response) => end = response;
        await client.AddRequestAsync(get);
        await client.SendAsync(cancellationToken);
        return Whole(objects, end?.Status, end?.Failures);
    }

    /// <summary>The objects of a series by C-MOVE: the archive opens a connection to our own port, which it must know by our
    /// title.</summary>
    public async Task<IReadOnlyList<FoDicomObject>> MoveAsync(string study, string series, int ourPort, CancellationToken cancellationToken)
    {
        var objects = new ConcurrentQueue<DicomDataset>();
        using var receiver = DicomServerFactory.Create<Receiver>(ourPort, userState: objects);
        DicomCMoveResponse? end = null;
        var move = new DicomCMoveRequest(ourTitle, study, series);
        move.OnResponseReceived += (_, response) => end = response;
        await SendAsync(move, cancellationToken);
        return Whole(objects, end?.Status, end?.Failures);
    }

    // A series without its last slices looks like a whole one: what failed must be known.
    private static IReadOnlyList<FoDicomObject> Whole(IEnumerable<DicomDataset> objects, DicomStatus? status, int? failures) =>
        status == DicomStatus.Success && failures is null or 0
            ? [.. objects.Select(o => new FoDicomObject(o))]
            : throw new IOException($"The archive did not send all: {status}, {failures} failed.");

    private async Task SendAsync(DicomRequest request, CancellationToken cancellationToken)
    {
        var client = Client();
        await client.AddRequestAsync(request);
        await client.SendAsync(cancellationToken);
    }

    private IDicomClient Client() => DicomClientFactory.Create(host, port, useTls: false, ourTitle, theirTitle);

    /// <summary>Takes what the archive sends on a C-MOVE.</summary>
    public sealed class Receiver(INetworkStream stream, Encoding fallback, ILogger log, DicomServiceDependencies dependencies)
        : DicomService(stream, fallback, log, dependencies), IDicomServiceProvider, IDicomCStoreProvider
    {
        public Task OnReceiveAssociationRequestAsync(DicomAssociation association)
        {
            foreach (var context in association.PresentationContexts)
                context.AcceptTransferSyntaxes([.. context.GetTransferSyntaxes()]);
            return SendAssociationAcceptAsync(association);
        }

        public Task OnReceiveAssociationReleaseRequestAsync() => SendAssociationReleaseResponseAsync();

        public void OnReceiveAbort(DicomAbortSource source, DicomAbortReason reason)
        {
        }

        public void OnConnectionClosed(Exception exception)
        {
        }

        public Task<DicomCStoreResponse> OnCStoreRequestAsync(DicomCStoreRequest request)
        {
            ((ConcurrentQueue<DicomDataset>)UserState).Enqueue(request.Dataset);
            return Task.FromResult(new DicomCStoreResponse(request, DicomStatus.Success));
        }

        public Task OnCStoreRequestExceptionAsync(string tempFileName, Exception e) => Task.CompletedTask;
    }
}
