using StandIn.Settings;

namespace Tests.Sources;

/// <summary>Makes every answer of a stand-in fail in one way.</summary>
internal static class Faults
{
    public static ErrorRates Only(string error) => error switch
    {
        nameof(ErrorRates.TooManyRequests) => new ErrorRates { TooManyRequests = 1 },
        nameof(ErrorRates.ServerError) => new ErrorRates { ServerError = 1 },
        nameof(ErrorRates.Reset) => new ErrorRates { Reset = 1 },
        nameof(ErrorRates.Garbage) => new ErrorRates { Garbage = 1 },
        nameof(ErrorRates.SlowBody) => new ErrorRates { SlowBody = 1 },
        _ => throw new ArgumentOutOfRangeException(nameof(error), error, "No such error."),
    };
}
