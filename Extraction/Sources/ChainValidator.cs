using Microsoft.Extensions.Options;

namespace Extraction.Sources;

/// <summary>Checks at startup that the chain lists only known sources.</summary>
internal sealed class ChainValidator(IEnumerable<KnownSource> sources) : IValidateOptions<SourcesOptions>
{
    private const string Setting = $"{SourcesOptions.Section}:{nameof(SourcesOptions.Chain)}";

    public ValidateOptionsResult Validate(string? name, SourcesOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        string[] known = [.. sources.Select(source => source.Name)];
        string[] unknown = [.. options.Names.Except(known, StringComparer.Ordinal)];
        if (options.Names.IsEmpty)
            return Fail("lists no source", known);
        return unknown is [var first, ..] ? Fail($"lists \"{first}\", which is not a source", known)
            : ValidateOptionsResult.Success;
    }

    private static ValidateOptionsResult Fail(string problem, string[] known) =>
        ValidateOptionsResult.Fail($"{Setting} {problem}: use one or more of {string.Join(", ", known)}.");
}
