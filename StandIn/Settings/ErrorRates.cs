using System.Text.Json.Serialization;

namespace StandIn.Settings;

/// <summary>Shares, 0 to 1, of requests that go wrong in each way; a request goes wrong in at most one.</summary>
internal sealed record ErrorRates
{
    public static ErrorRates None { get; } = new();

    /// <summary>429 with <c>Retry-After</c>.</summary>
    public double TooManyRequests { get; init; }

    /// <summary>503.</summary>
    public double ServerError { get; init; }

    /// <summary>The connection is reset before an answer.</summary>
    public double Reset { get; init; }

    /// <summary>200 with an unrelated body.</summary>
    public double Garbage { get; init; }

    /// <summary>The right answer, in small pieces over a long time.</summary>
    public double SlowBody { get; init; }

    [JsonIgnore]
    public double Sum => TooManyRequests + ServerError + Reset + Garbage + SlowBody;

    [JsonIgnore]
    public bool AreRates =>
        new[] { TooManyRequests, ServerError, Reset, Garbage, SlowBody }.All(rate => rate is >= 0 and <= 1)
            && Sum <= 1.0000001;
}
