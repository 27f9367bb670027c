namespace Bench.Loads;

/// <summary>
/// Ids of videos that the stand-in makes up: <c>stand</c> and six letters or digits, distinct for distinct numbers.
/// </summary>
internal static class Links
{
    private const string Prefix = "stand";
    private const int Digits = 6;
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    public static string Id(long number) => string.Create(Prefix.Length + Digits, number, static (text, rest) =>
    {
        Prefix.CopyTo(text);
        for (var at = text.Length - 1; at >= Prefix.Length; at--)
        {
            text[at] = Alphabet[(int)(rest % Alphabet.Length)];
            rest /= Alphabet.Length;
        }
    });

    public static IEnumerable<string> Ids(long from, int count) =>
        Enumerable.Range(0, count).Select(number => Id(from + number));
}
