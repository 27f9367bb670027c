using System.Globalization;
using System.Text;
using Extraction.Media;
using Extraction.Rows;
using Gateway.Api.Links;
using Tables.Csv;

namespace Gateway.Api.Files;

/// <summary>What the sender says about a file; what is null is found out.</summary>
internal sealed record FileRequest
{
    public FileKind? Kind { get; init; }

    /// <summary>A column: its header, or its number from 1.</summary>
    public string? Link { get; init; }

    public string? X { get; init; }

    public string? Y { get; init; }

    public bool? Header { get; init; }

    public Encoding? Encoding { get; init; }

    public char? Separator { get; init; }

    public string? Sheet { get; init; }

    /// <summary>Whether single rows with latitude before longitude are looked up the right way about.</summary>
    public bool CorrectSwapped { get; init; }

    /// <summary>Metres; null takes the configured tolerance.</summary>
    public double? Nearest { get; init; }

    /// <summary>What is wanted of each link's video besides its metadata; absent means nothing.</summary>
    public MediaRequest? Media { get; init; }

    /// <summary>Who is told when every row is done.</summary>
    public string? Webhook { get; init; }

    /// <summary>Reads the parameters of the address, and the fields of a form, which come first.</summary>
    /// <returns>The request, or a sentence that says which parameter is wrong.</returns>
    public static (FileRequest? Request, string? Problem) Parse(Func<string, string?> field)
    {
        var text = (string name) => field(name) is { Length: > 0 } value ? value : null;
        if (!TryKind(text("kind"), out var kind))
            return (null, "The parameter kind is \"links\" or \"coordinates\"; leave it out to have it found out.");
        if (!TryFlag(text("header"), out var header) || !TryFlag(text("correctSwapped"), out var correct))
            return (null, "The parameters header and correctSwapped are \"true\" or \"false\".");
        if (!TrySeparator(text("separator"), out var separator))
            return (null, "The parameter separator is one character, or \"tab\".");
        var encoding = text("encoding") is { } name ? TextEncodings.Find(name) : null;
        if (text("encoding") is not null && encoding is null)
            return (null, "The parameter encoding is \"utf-8\", \"utf-16le\", \"utf-16be\" or \"cp949\".");
        if (!TryNearest(text("nearest"), out var nearest))
            return (null, $"The parameter nearest is a number of metres, at most {Geocoding.GeocodingOptions.MaxNearestMetres:0}.");

        if (!MediaQueryReader.TryRead(text, out var media, out var wrong))
            return (null, wrong);

        return (new FileRequest
        {
            Kind = kind, Link = text("link"), X = text("x"), Y = text("y"), Header = header, Encoding = encoding,
            Separator = separator, Sheet = text("sheet"), CorrectSwapped = correct
                ?? false, Nearest = nearest, Media = media, Webhook = text("webhook"),
        }, null);
    }

    /// <summary>For the digest that tells whether the same idempotency key came with the same request.</summary>
    public string Canonical() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Kind}\n{Link}\n{X}\n{Y}\n{Header}\n{Encoding?.CodePage}\n{Separator}\n{Sheet}\n{CorrectSwapped}\n{Nearest}\n{(Webhook is null ? "" : $"webhook {Webhook}\n")}{(Media is null ? "" : new LinkTask(0, Media: Media).ToJson())}");

    private static bool TryKind(string? text, out FileKind? kind)
    {
        kind = text switch { "links" => FileKind.Links, "coordinates" => FileKind.Coordinates, _ => null };
        return text is null || kind is not null;
    }

    private static bool TryFlag(string? text, out bool? flag)
    {
        flag = text switch { "true" => true, "false" => false, _ => null };
        return text is null || flag is not null;
    }

    private static bool TrySeparator(string? text, out char? separator)
    {
        separator = text switch
        {
            "tab" or "\\t" => '\t',
            [var one] when one is not ('"' or '\r' or '\n' or '\0') => one,
            _ => null,
        };
        return text is null || separator is not null;
    }

    private static bool TryNearest(string? text, out double? nearest)
    {
        nearest = double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var metres)
            && metres is >= 0 and <= Geocoding.GeocodingOptions.MaxNearestMetres ? metres : null;
        return text is null || nearest is not null;
    }
}

/// <summary>What the rows of a file are looked up by.</summary>
internal enum FileKind
{
    Links,
    Coordinates,
}
