namespace Jobs.DeadLetters;

/// <summary>The validity of a dead letter, which its job decides.</summary>
public enum DeadLetterStanding
{
    /// <summary>The job failed under its claim, or the message names no job.</summary>
    Stands,

    /// <summary>The attempt that wrote it has not ended yet.</summary>
    Pending,

    /// <summary>The job did not fail under its claim, and never will.</summary>
    LeftOver,
}
