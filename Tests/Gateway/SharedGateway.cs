namespace Tests.Gateway;

/// <summary>One gateway for all tests of a class, of which none changes what another one sees.</summary>
public sealed class SharedGateway : IAsyncLifetime
{
    internal GatewayApp App { get; private set; } = null!;

    public async Task InitializeAsync() => App = await GatewayApp.StartAsync();

    public async Task DisposeAsync() => await App.DisposeAsync();
}
