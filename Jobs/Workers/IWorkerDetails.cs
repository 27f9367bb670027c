namespace Jobs.Workers;

/// <summary>Adds details of a domain to the reports of its worker.</summary>
public interface IWorkerDetails
{
    /// <returns>JSON of a few kilobytes, which only the domain reads.</returns>
    string Read();
}
