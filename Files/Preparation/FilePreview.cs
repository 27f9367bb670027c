using Tables;

namespace Files.Preparation;

/// <summary>Represents a file as it would be accepted.</summary>
/// <param name="Details">The detected details.</param>
/// <param name="Format">The detected format.</param>
/// <param name="FirstRows">Texts of the first rows below the header.</param>
public sealed record FilePreview(
    FileDetails Details, TableFormat Format, IReadOnlyList<IReadOnlyList<string>> FirstRows);
