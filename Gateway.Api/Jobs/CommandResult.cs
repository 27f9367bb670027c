using Jobs;

namespace Gateway.Api.Jobs;

/// <summary>Represents the outcome of a command. Closed.</summary>
internal abstract record CommandResult
{
    private CommandResult() { }

    public sealed record Done(Job Job) : CommandResult;

    public sealed record NotAllowed(string Reason) : CommandResult;

    public sealed record Unknown : CommandResult;
}
