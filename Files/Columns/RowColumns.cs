namespace Files.Columns;

/// <summary>Represents the columns of a kind of row in a file.</summary>
/// <param name="Positions">Zero-based columns by the name of their parameter.</param>
/// <param name="Swapped">True if two columns hold each other's values and were exchanged.</param>
public sealed record RowColumns(IReadOnlyDictionary<string, int> Positions, bool Swapped = false)
{
    public int this[string parameter] => Positions[parameter];
}
