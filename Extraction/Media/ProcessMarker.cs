using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Extraction.Media;

/// <summary>
/// Records which program writes a file, next to that file. The program outlives a killed process, so the process that
/// removes the files ends it first. The marker includes the start time because the system reuses process IDs.
/// </summary>
public static class ProcessMarker
{
    /// <summary>File name pattern of markers.</summary>
    public const string Pattern = "*.program";

    /// <summary>Tolerance for start times, which are imprecise and move when the clock is set.</summary>
    private static readonly TimeSpan SameStart = TimeSpan.FromSeconds(2);

    /// <summary>Writes the marker.</summary>
    /// <param name="file">The file that the program writes.</param>
    /// <param name="program">The program, which has just started.</param>
    public static void Leave(string file, Process program)
    {
        ArgumentNullException.ThrowIfNull(program);
        try
        {
            File.WriteAllText($"{file}.program", string.Create(
                CultureInfo.InvariantCulture, $"{program.Id} {program.StartTime.ToUniversalTime().Ticks}"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidOperationException
            or Win32Exception)
        {
            // The program has already exited, or the disk is full, which the program reports itself.
        }
    }

    /// <summary>Ends the program of a marker.</summary>
    /// <param name="marker">Path of the marker.</param>
    /// <returns>True when the program was running and was ended.</returns>
    internal static bool End(string marker)
    {
        try
        {
            if (File.ReadAllText(marker).Split(' ') is not [var id, var start]
                || !int.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || !long.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks))
            {
                return false;
            }

            using var program = Process.GetProcessById(number);
            if ((program.StartTime.ToUniversalTime() - new DateTime(ticks, DateTimeKind.Utc)).Duration() > SameStart)
                return false;
            program.Kill(entireProcessTree: true);
            return true;
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception
            or AggregateException or IOException)
        {
            // The program has exited, or belongs to another user.
            return false;
        }
    }
}
