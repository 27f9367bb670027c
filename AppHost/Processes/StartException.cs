namespace AppHost.Processes;

/// <summary>Reports in one sentence why the graph cannot start.</summary>
internal sealed class StartException(string message) : Exception(message);
