using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Adapters.Kafka;

/// <summary>
/// What librdkafka says, in our log. It repeats itself while a broker is away, so connection trouble is information.
/// </summary>
internal static partial class ClientLog
{
    public static void Write(ILogger logger, LogMessage message)
    {
        if (message.Level <= SyslogLevel.Error)
            Said(logger, message.Facility, message.Message);
        else
            Noted(logger, message.Facility, message.Message);
    }

    public static void Write(ILogger logger, Error error)
    {
        if (error.IsFatal)
            Fatal(logger, error.Code, error.Reason);
        else
            Said(logger, error.Code.ToString(), error.Reason);
    }

    [LoggerMessage(101, LogLevel.Information, "Kafka client: {Facility}: {Message}")]
    private static partial void Said(ILogger logger, string facility, string message);

    [LoggerMessage(102, LogLevel.Debug, "Kafka client: {Facility}: {Message}")]
    private static partial void Noted(ILogger logger, string facility, string message);

    [LoggerMessage(103, LogLevel.Error, "Kafka client cannot go on: {Code}: {Reason}")]
    private static partial void Fatal(ILogger logger, ErrorCode code, string reason);
}
