using System.Text.Json.Serialization;

namespace Adapters.YouTubeSources.YtDlp.Serving;

/// <summary>Represents a line on the standard input of <c>yt_dlp_server.py</c>, which documents the messages.</summary>
/// <param name="Timeout">Seconds after which nobody waits for the answer.</param>
internal sealed record ServerRequest(int Id, IReadOnlyList<string> Args, double Timeout);

/// <summary>Represents the first line of standard output.</summary>
/// <param name="Version">Version of the imported module.</param>
/// <param name="File">File that an update replaces.</param>
internal sealed record ServerHello(string? Version, string? File);

/// <summary>Represents the line before the output of a run.</summary>
/// <param name="Code">Exit code that the program would have.</param>
/// <param name="Out">Bytes of standard output that follow.</param>
/// <param name="Err">Bytes of standard error that follow those.</param>
/// <param name="Fault">True when the run ended in an exception.</param>
internal sealed record ServerAnswer(int Id, int Code, int Out, int Err, bool Fault);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ServerRequest))]
[JsonSerializable(typeof(ServerHello))]
[JsonSerializable(typeof(ServerAnswer))]
internal sealed partial class ServerJson : JsonSerializerContext;
