namespace Simulation.Faults;

/// <summary>An error of an adapter that no port declares: not authorized, over quota, or a bug of the driver.</summary>
internal sealed class SimulatedErrorException : Exception
{
    public SimulatedErrorException() { }

    public SimulatedErrorException(string message) : base(message) { }

    public SimulatedErrorException(string message, Exception innerException) : base(message, innerException) { }
}
