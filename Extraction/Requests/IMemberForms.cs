namespace Extraction.Requests;

/// <summary>Lists the forms that a converter reads, which the API description cannot derive from the type.</summary>
public interface IMemberForms
{
    IReadOnlyList<Type> Forms { get; }
}
