using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Adapters.Kafka;

/// <summary>
/// Writes librdkafka's messages to our log. It repeats itself while a broker is unavailable, so connection errors are
/// informational.
/// </summary>
internal static partial class ClientLog
{
    public static void Write(ILogger logger, LogMessage message)
    {
        if (message.Level <= SyslogLevel.Error)
            Info(logger, message.Facility, message.Message);
        else
            Debug(logger, message.Facility, message.Message);
    }

    public static void Write(ILogger logger, Error error)
    {
        if (error.IsFatal)
            Fatal(logger, error.Code, error.Reason);
        else
            Info(logger, error.Code.ToString(), error.Reason);
    }

    [LoggerMessage(101, LogLevel.Information, "Kafka client: {Facility}: {Message}")]
    private static partial void Info(ILogger logger, string facility, string message);

    [LoggerMessage(102, LogLevel.Debug, "Kafka client: {Facility}: {Message}")]
    private static partial void Debug(ILogger logger, string facility, string message);

    [LoggerMessage(103, LogLevel.Error, "Kafka client failed: {Code}: {Reason}")]
    private static partial void Fatal(ILogger logger, ErrorCode code, string reason);
}
