using System.Text.Json;

namespace Extraction.Requests;

/// <summary>
/// Reports a member that has none of its forms. The serializer adds the path; <see cref="LinksRequestProblem"/> the
/// sentence.
/// </summary>
/// <param name="number">The position of the wrong item in a list, from 1.</param>
internal sealed class MemberFormException(int? number = null) : JsonException
{
    public int? Number { get; } = number;
}
