using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Extraction.Media;

/// <summary>
/// Which program works in a folder, kept beside its files: a program outlives a process that is killed, and whoever
/// removes what that process left ends it first. A number alone would not do, as the system gives it to others again.
/// </summary>
public static class ProcessMarker
{
    public const string Pattern = "*.program";

    /// <summary>The system tells the start to a hundredth of a second, and a clock may be set in between.</summary>
    private static readonly TimeSpan SameStart = TimeSpan.FromSeconds(2);

    /// <param name="file">A file that the program makes.</param>
    /// <param name="program">The program, which has just started.</param>
    public static void Leave(string file, Process program)
    {
        ArgumentNullException.ThrowIfNull(program);
        try
        {
            File.WriteAllText($"{file}.program", string.Create(
                CultureInfo.InvariantCulture, $"{program.Id} {program.StartTime.ToUniversalTime().Ticks}"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidOperationException or Win32Exception)
        {
            // It has ended already, or there is no room; the file itself tells of that.
        }
    }

    /// <returns>Whether a program was running and was ended.</returns>
    internal static bool End(string note)
    {
        try
        {
            if (File.ReadAllText(note).Split(' ') is not [var id, var start]
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
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception or AggregateException or IOException)
        {
            // It has ended, or belongs to someone else.
            return false;
        }
    }
}
