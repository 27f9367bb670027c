namespace Jobs;

/// <summary>The urgency of a job: the lower number goes first.</summary>
public enum JobPriority
{
    /// <summary>Somebody waits for the result.</summary>
    Interactive = 1,

    Normal = 2,

    /// <summary>Many jobs, of which none is urgent.</summary>
    Bulk = 3,
}

/// <summary>Chooses priorities.</summary>
public static class JobPriorities
{
    /// <summary>Maximum number of jobs in a submission that a person may wait for.</summary>
    public const int MostInteractive = 10;

    /// <summary>Maximum number of jobs in a submission that is not bulk.</summary>
    public const int MostNormal = 1000;

    /// <summary>Returns the priority of a submission whose caller names none.</summary>
    public static JobPriority OfSize(int jobs) => jobs <= MostInteractive ? JobPriority.Interactive
        : jobs <= MostNormal ? JobPriority.Normal
        : JobPriority.Bulk;
}
