using System.Text;

namespace Tables.Csv;

/// <summary>Specifies the encoding and the separator of a text file.</summary>
public sealed record CsvDialect(Encoding Encoding, char Separator)
{
    private const int SampleCharacters = 64 * 1024;
    private const int SampleRows = 100;
    private static readonly char[] Candidates = [',', ';', '\t', '|'];

    /// <summary>Detects the values that the sender does not give.</summary>
    /// <param name="file">Seekable; left at the first character.</param>
    /// <param name="encoding">The sender's, or null.</param>
    /// <param name="separator">The sender's, or null.</param>
    public static CsvDialect Detect(Stream file, Encoding? encoding, char? separator)
    {
        ArgumentNullException.ThrowIfNull(file);
        var (detected, markBytes) = TextEncodings.Detect(file);
        var chosen = encoding ?? detected;
        file.Position = markBytes;
        var found = separator ?? DetectSeparator(Sample(file, chosen));
        file.Position = markBytes;
        return new CsvDialect(chosen, found);
    }

    private static string Sample(Stream file, Encoding encoding)
    {
        using var reader = new StreamReader(
            file, encoding, detectEncodingFromByteOrderMarks: false, bufferSize: -1, leaveOpen: true);
        var characters = new char[SampleCharacters];
        try
        {
            var read = reader.ReadBlock(characters);
            var cut = read < characters.Length ? read : characters.AsSpan().LastIndexOfAny('\r', '\n');
            return new string(characters, 0, cut < 0 ? read : cut);
        }
        catch (DecoderFallbackException)
        {
            // Reading the table reports the error and its position.
            return "";
        }
    }

    /// <summary>Returns the separator that splits most rows into the same number of columns, more than one.</summary>
    internal static char DetectSeparator(string sample)
    {
        var best = ',';
        var bestScore = 0.0;
        foreach (var candidate in Candidates)
        {
            var widths = Widths(sample, candidate);
            if (widths.Count == 0)
                continue;

            var (width, count) = widths.CountBy(width => width).Where(pair => pair.Key > 1)
                .OrderByDescending(pair => pair.Value).ThenByDescending(pair => pair.Key)
                .FirstOrDefault();
            var score = (double)count / widths.Count + Math.Min(width, 100) / 1000.0;
            if (width > 1 && score > bestScore)
                (best, bestScore) = (candidate, score);
        }

        return best;
    }

    private static List<int> Widths(string sample, char separator)
    {
        var widths = new List<int>();
        var row = new List<Cell>();
        using var reader = new CsvTableReader(new StringReader(sample), separator, SpreadsheetBounds.Default);
        try
        {
            while (widths.Count < SampleRows && reader.TryRead(row))
                widths.Add(row.Count);
        }
        catch (BadSpreadsheetException)
        {
            // The sample may end inside a quote; the rows before it count.
        }

        return widths;
    }
}
