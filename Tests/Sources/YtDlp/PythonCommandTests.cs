using Adapters.YouTubeSources.YtDlp.Serving;
using Tests.Support;

namespace Tests.Sources.YtDlp;

public sealed class PythonCommandTests
{
    [NeedsTheory("python3")]
    [InlineData("#!{0}\n", "")]
    [InlineData("#! {0} -sE\r\nimport sys", "-sE")]
    [InlineData("#!/usr/bin/env -S {0} -u\n", "-u")]
    [InlineData("#!/usr/bin/env LANG=C {0}\n", "")]
    [InlineData("#!/bin/sh\n'''exec' \"{0}\" \"$0\" \"$@\"\n' '''\n", "")]
    [InlineData("#!/bin/sh\n'''exec' {0} -E \"$0\" \"$@\"\n' '''\n", "-E")]
    public void The_first_lines_of_a_script_name_its_interpreter(string head, string arguments)
    {
        using var program = FakeYtDlp.Script(head.Replace("{0}", FakeYtDlp.Python, StringComparison.Ordinal));

        var command = PythonCommand.TryRead(program.Program);

        Assert.NotNull(command);
        Assert.Equal((FakeYtDlp.Python, arguments), (command.Interpreter, string.Join(' ', command.Arguments)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("#!")]
    [InlineData("#!/bin/sh\nexec python3 \"$0\"\n")]
    [InlineData("#!/usr/bin/env\n")]
    [InlineData("#!/no/such/python3\n")]
    [InlineData("\u007fELF python3")]
    [InlineData("MZ")]
    public void Other_programs_have_none(string head)
    {
        using var program = FakeYtDlp.Script(head);

        Assert.Null(PythonCommand.TryRead(program.Program));
    }
}
