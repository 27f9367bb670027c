using Tests.Gateway;

namespace Tests.Files;

/// <summary>One gateway with districts for all tests of a class, of which none leaves anything behind.</summary>
public sealed class SharedFilesApp : IAsyncLifetime
{
    internal GatewayApp App { get; private set; } = null!;

    public async Task InitializeAsync() => App = await FilesApp.StartAsync();

    public async Task DisposeAsync() => await App.DisposeAsync();
}
