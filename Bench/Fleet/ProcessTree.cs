using System.Globalization;

namespace Bench.Fleet;

/// <summary>Processor time of the programs that a process has started, read from Linux's table of processes.</summary>
internal static class ProcessTree
{
    /// <summary>Ticks a second of the table, which Linux fixes for programs.</summary>
    private const double TicksPerSecond = 100;

    /// <returns>
    /// User and system time of all descendants, those that have ended included; null on a system without that table.
    /// </returns>
    public static TimeSpan? OfChildren(int id)
    {
        if (!OperatingSystem.IsLinux() || Read(id) is not { } self)
            return null;
        var rows = Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture,
                out var other) ? Read(other) : null)
            .OfType<Row>()
            .ToLookup(row => row.Parent);
        var ticks = self.OfEnded;
        for (var left = new Queue<Row>(rows[id]); left.TryDequeue(out var row);)
        {
            ticks += row.Own + row.OfEnded;
            foreach (var child in rows[row.Id])
                left.Enqueue(child);
        }

        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    private static Row? Read(int id)
    {
        try
        {
            // The name of the program stands in parentheses and may contain anything.
            var text = File.ReadAllText($"/proc/{id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            long Field(int number) => long.Parse(fields[number - 3], CultureInfo.InvariantCulture);
            return new Row(id, (int)Field(4), Field(14) + Field(15), Field(16) + Field(17));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <param name="Own">Ticks of the process itself.</param>
    /// <param name="OfEnded">Ticks of its children that have ended.</param>
    private sealed record Row(int Id, int Parent, long Own, long OfEnded);
}
