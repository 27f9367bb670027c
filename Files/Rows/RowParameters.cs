namespace Files.Rows;

/// <summary>Reads the parameters of a request by name. An empty parameter counts as absent.</summary>
public sealed class RowParameters(Func<string, string?> read)
{
    public string? this[string name] => read(name) is { Length: > 0 } value ? value : null;

    /// <returns>False if the parameter is neither absent, <c>true</c>, nor <c>false</c>.</returns>
    public bool TryReadFlag(string name, out bool? flag)
    {
        var text = this[name];
        flag = text switch { "true" => true, "false" => false, _ => null };
        return text is null || flag is not null;
    }
}
