using AppHost.Processes;

return await LocalApplication.RunAsync(
    args,
    "This is the portable build's AppHost: it runs the hosts as processes of this machine, without containers and "
    + "without a dashboard; the page shows each job's timeline. The full build has both, and publishes.");
