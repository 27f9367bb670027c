using System.Globalization;
using System.Text;

namespace Adapters.YouTubeSources.Ffmpeg;

/// <summary>
/// Reads the <c>key=value</c> lines that <c>-progress</c> writes, as they arrive. Used by one reader.
/// </summary>
internal sealed class FfmpegProgress(TimeSpan? duration, Action<double> report)
{
    private const int MaxLine = 256;

    private readonly StringBuilder line = new();

    public void Read(ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
        {
            if (one == '\n')
                End();
            else if (line.Length < MaxLine)
                line.Append((char)one);
        }
    }

    private void End()
    {
        var text = line.ToString().TrimEnd('\r');
        line.Clear();

        // ffmpeg writes "out_time_us=N/A" before the first frame.
        if (duration is { TotalMicroseconds: > 0 and var whole }
            && text.StartsWith("out_time_us=", StringComparison.Ordinal)
            && long.TryParse(
                text.AsSpan("out_time_us=".Length),
                NumberStyles.AllowLeadingSign,
                CultureInfo.InvariantCulture,
                out var done))
        {
            report(Math.Clamp(done / whole, 0, 1));
        }
    }
}
