namespace AppHost.Processes;

/// <summary>Writes the output of all processes, each line with the name of its process.</summary>
internal sealed class Log(TextWriter output, IEnumerable<Resource> graph)
{
    /// <summary>Name of this program in its own messages.</summary>
    private const string Own = "apphost";

    private readonly Lock gate = new();
    private readonly int width = graph.Select(resource => resource.Name.Length).Append(Own.Length).Max();

    public void Say(string message) => Write(Own, message);

    public void Write(string name, string line)
    {
        lock (gate)
            output.WriteLine($"{name.PadRight(width)} | {line}");
    }

    /// <summary>Writes a table of names, addresses, and remarks without prefixes, in one piece.</summary>
    public void WriteTable(IReadOnlyList<(string Name, string Address, string Remark)> rows, string last)
    {
        var addressWidth = rows.Max(row => row.Address.Length);
        lock (gate)
        {
            output.WriteLine();
            foreach (var (name, address, remark) in rows)
                output.WriteLine($"  {name.PadRight(width)}  {address.PadRight(addressWidth)}  {remark}".TrimEnd());
            output.WriteLine();
            output.WriteLine(last);
            output.Flush();
        }
    }
}
