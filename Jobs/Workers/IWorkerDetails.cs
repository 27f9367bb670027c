namespace Jobs.Workers;

/// <summary>What a domain tells in the reports of its worker.</summary>
public interface IWorkerDetails
{
    /// <returns>JSON of a few kilobytes at the most, which only the domain reads.</returns>
    string Read();
}
