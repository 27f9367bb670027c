using System.Text.RegularExpressions;

namespace Tests.Architecture;

/// <summary>The phrases that docs/style.md bans, as regular expressions that match whole words.</summary>
internal static class BannedPhrases
{
    private static readonly string[] All =
    [
        // Pronouns and adverbs
        "whoever", "whomever", "whom", "whatever", "anew", "lest", "shall", "besides?", "whilst", "amongst", "hitherto",
        "thereof", "therein", "whence", "kin", "seldom", "at hand", "in hand", "upon",

        // Having, telling, hearing
        "to be had", "(?:tell|tells|telling|told) (?:of|whoever|about)", "news of",
        "(?:is|are|was|were|be|been|being) told", "hears?", "heard", "learnt",

        // Working and repairing
        "in work", "mend(?:s|ed|ing)?", "broken? off", "breaks? off", "lean(?:s|ed)? on", "makes? good", "made good",
        "see to", "comes? of", "came of", "became of", "hand(?:s|ed)? (?:it |them |these |those )?on", "left alone",
        "(?:go|goes|went|going) on (?:with|from|where|until|at|as)", "under way", "on (?:its|their) way", "way about",
        "(?:take|takes|took|taken) (?:it|them|that|one|this) for", "wish(?:es|ed)?",

        // Order of words
        "(?:is|are|was|were) to be", "at the (?:most|least|latest)", "so many", "otherwise than", "the whole (?:is|of)",
        "for so long", "stands? (?:with|once|there|beside|between|in)", "(?:it|which|that|this) is none",
        @"one (?:\w+ )?an? (?:topic|line|process|job|video|adapter|kind|link|row|worker|request|source|batch)",

        // Terms of the field: audio and video, direct transport, dead letter
        "sounds?", "pictures?", "direct way", "ways? past the queue",
        "over (?:each|every|both|either|all) (?:the )?ways?",
        "(?<!dead[ -])(?:the|a|this|each|every|that|delete|raw) letters?",

        // American spelling
        "colours?", "behaviours?", "favou?rite", "honou?rs?", "neighbours?", "grey", "centre[sd]?", "metres?",
        "licence[sd]?", "programmes?", "catalogues?", "analyse[sd]?", "afterwards", "towards", "forwards? on",
        "(?:recogni|organi|seriali|initiali|normali)s(?:e[sd]?|ing|ation)",
        "(?:authori|summari|minimi|optimi|customi|prioriti)s(?:e[sd]?|ing|ation)",
    ];

    public static Regex Expression { get; } = new(
        $@"(?<![\w./<-])(?:{string.Join('|', All)})(?![\w-])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Compiled);
}
