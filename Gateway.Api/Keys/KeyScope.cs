namespace Gateway.Api.Keys;

/// <summary>Represents what a key allows its client to do.</summary>
internal enum KeyScope
{
    /// <summary>Submit links and files.</summary>
    Submit,

    /// <summary>Read jobs, results, and the state of the system.</summary>
    Read,

    /// <summary>Retry, cancel, delete, pause, replay, and back up.</summary>
    Manage,
}

internal static class KeyScopes
{
    /// <returns>The scope that a request needs; null if any valid key will do.</returns>
    public static KeyScope? Of(HttpRequest request)
    {
        if (request.Path.StartsWithSegments(SessionEndpoints.Path))
            return null;
        if (request.Path.StartsWithSegments("/backups"))
            return KeyScope.Manage;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            return KeyScope.Read;
        return HttpMethods.IsPost(request.Method)
            && (request.Path.StartsWithSegments("/links") || request.Path.StartsWithSegments("/files"))
            ? KeyScope.Submit
            : KeyScope.Manage;
    }
}
