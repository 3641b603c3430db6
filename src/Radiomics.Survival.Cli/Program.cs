using System.Runtime.InteropServices;
using Radiomics.Cli;
using Radiomics.Cli.Commands;

NativeVariant.Start(args);

// The first signal asks the work to stop, which removes what is half-written; a second one ends it at once.
using var stop = new CancellationTokenSource();
var terminated = false;
void Stop(PosixSignalContext context)
{
    context.Cancel = !stop.IsCancellationRequested;
    terminated |= context.Signal == PosixSignal.SIGTERM;
    stop.Cancel();
}
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
var code = await Application.RunAsync(args, Console.Out, Console.Error, stop.Token);
return code == ExitCode.Cancelled && terminated ? ExitCode.Terminated : code;
