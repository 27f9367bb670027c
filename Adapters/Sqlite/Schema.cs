using System.Collections.Immutable;
using Jobs.Stores;

namespace Adapters.Sqlite;

/// <summary>
/// Creates the tables, and migrates files of earlier versions. The version is the <c>user_version</c> of the file;
/// steps are only ever added at the end.
/// </summary>
/// <remarks>
/// IDs are 16 bytes, times are ticks of UTC, states are the numbers of <see cref="global::Jobs.JobState"/>.
/// </remarks>
internal static class Schema
{
    // WITHOUT ROWID: the row is in the index of its ID, and version 7 IDs append to it. Counts are kept by a trigger,
    // so they cannot drift from the states, and reading them costs the same for a submission of ten thousand jobs and
    // for millions of finished ones; the empty scope is all submissions. Large columns come last in a row, so that
    // reading the rest does not touch them.
    internal static readonly ImmutableArray<string> Steps =
    [
        """
        CREATE TABLE submissions (
            id BLOB NOT NULL PRIMARY KEY,
            accepted_at INTEGER NOT NULL,
            idempotency_key TEXT,
            fingerprint TEXT,
            details TEXT
        ) WITHOUT ROWID;
        CREATE UNIQUE INDEX submissions_by_key ON submissions (idempotency_key) WHERE idempotency_key IS NOT NULL;

        CREATE TABLE jobs (
            id BLOB NOT NULL PRIMARY KEY,
            submission_id BLOB NOT NULL,
            kind TEXT NOT NULL,
            key TEXT NOT NULL,
            state INTEGER NOT NULL,
            attempt INTEGER NOT NULL,
            fence INTEGER NOT NULL,
            relays INTEGER NOT NULL,
            accepted_at INTEGER NOT NULL,
            retried_at INTEGER,
            queued_at INTEGER,
            started_at INTEGER,
            finished_at INTEGER,
            due_at INTEGER,
            relay_at INTEGER,
            updated_at INTEGER NOT NULL,
            owner TEXT,
            trace_parent TEXT,
            failure TEXT,
            payload TEXT NOT NULL,
            stages TEXT,
            result TEXT
        ) WITHOUT ROWID;
        CREATE UNIQUE INDEX jobs_by_key ON jobs (submission_id, key);
        CREATE INDEX jobs_by_submission ON jobs (submission_id, id);
        CREATE INDEX jobs_by_state ON jobs (state, id);
        CREATE INDEX jobs_by_relay ON jobs (relay_at) WHERE relay_at IS NOT NULL;

        CREATE TABLE counts (
            scope BLOB NOT NULL PRIMARY KEY,
            accepted INTEGER NOT NULL,
            queued INTEGER NOT NULL,
            running INTEGER NOT NULL,
            retrying INTEGER NOT NULL,
            succeeded INTEGER NOT NULL,
            failed INTEGER NOT NULL,
            cancelled INTEGER NOT NULL
        ) WITHOUT ROWID;
        INSERT INTO counts VALUES (x'', 0, 0, 0, 0, 0, 0, 0);
        CREATE TRIGGER jobs_counted AFTER UPDATE OF state ON jobs WHEN old.state <> new.state BEGIN
            UPDATE counts SET
                accepted = accepted + (new.state = 0) - (old.state = 0),
                queued = queued + (new.state = 1) - (old.state = 1),
                running = running + (new.state = 2) - (old.state = 2),
                retrying = retrying + (new.state = 3) - (old.state = 3),
                succeeded = succeeded + (new.state = 4) - (old.state = 4),
                failed = failed + (new.state = 5) - (old.state = 5),
                cancelled = cancelled + (new.state = 6) - (old.state = 6)
            WHERE scope IN (new.submission_id, x'');
        END;

        CREATE TABLE videos (
            id TEXT NOT NULL PRIMARY KEY,
            fetched_at INTEGER NOT NULL,
            searched TEXT NOT NULL,
            document TEXT NOT NULL
        );
        CREATE INDEX videos_by_time ON videos (fetched_at, id);

        CREATE TABLE dead_letters (
            id BLOB NOT NULL PRIMARY KEY,
            at INTEGER NOT NULL,
            job_id BLOB,
            kind TEXT,
            failure TEXT NOT NULL,
            attempts INTEGER NOT NULL,
            origin TEXT NOT NULL,
            raw BLOB NOT NULL
        );
        CREATE UNIQUE INDEX dead_letters_by_job ON dead_letters (job_id) WHERE job_id IS NOT NULL;
        """,
        """
        CREATE TABLE workers (
            name TEXT NOT NULL PRIMARY KEY,
            expires_at INTEGER NOT NULL,
            report TEXT NOT NULL
        ) WITHOUT ROWID;
        """,
        """
        ALTER TABLE submissions ADD COLUMN webhook TEXT;
        CREATE INDEX submissions_by_webhook ON submissions (id) WHERE webhook IS NOT NULL;
        """,

        // The turn of a running job was the end of its lease. The new column comes last in a row, but it is NULL, and
        // so costs nothing to read, in all jobs but the few that run.
        """
        DROP INDEX jobs_by_relay;
        ALTER TABLE jobs RENAME COLUMN relay_at TO next_relay_at;
        ALTER TABLE jobs ADD COLUMN lease_expires_at INTEGER;
        UPDATE jobs SET lease_expires_at = next_relay_at, next_relay_at = NULL WHERE state = 2;
        CREATE INDEX jobs_by_relay ON jobs (next_relay_at) WHERE next_relay_at IS NOT NULL;
        CREATE INDEX jobs_by_lease ON jobs (lease_expires_at) WHERE lease_expires_at IS NOT NULL;
        """,

        // Jobs of an earlier version are released already. A job that waits is in one more index, and the others, most
        // of them in the long run, in none.
        """
        ALTER TABLE jobs ADD COLUMN priority INTEGER NOT NULL DEFAULT 2;
        ALTER TABLE jobs ADD COLUMN client TEXT NOT NULL DEFAULT '';
        ALTER TABLE jobs ADD COLUMN waits_since INTEGER;
        ALTER TABLE jobs ADD COLUMN released_at INTEGER;
        CREATE INDEX jobs_by_lane ON jobs (priority, kind, client, id) WHERE waits_since IS NOT NULL;
        CREATE TABLE records (
            name TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL
        ) WITHOUT ROWID;
        """,

        // Zero in the jobs of earlier versions: their completions are not read back.
        "ALTER TABLE jobs ADD COLUMN completed_fence INTEGER NOT NULL DEFAULT 0;",

        // Counting released and waiting jobs reads these indexes and no job. What they add changes with what they had.
        """
        DROP INDEX jobs_by_relay;
        DROP INDEX jobs_by_lease;
        DROP INDEX jobs_by_lane;
        CREATE INDEX jobs_by_lane ON jobs (priority, kind, client, id, waits_since) WHERE waits_since IS NOT NULL;
        CREATE INDEX jobs_by_relay ON jobs (next_relay_at, state, kind) WHERE next_relay_at IS NOT NULL;
        CREATE INDEX jobs_by_lease ON jobs (lease_expires_at, kind) WHERE lease_expires_at IS NOT NULL;
        """,

        // NULL in the dead letters of earlier versions: the state of the job alone decides about them.
        "ALTER TABLE dead_letters ADD COLUMN fence INTEGER;",
    ];

    /// <summary>
    /// Migrates the file to this version; of several processes that start at once, one does it and the others wait.
    /// </summary>
    /// <exception cref="StoreUnavailableException">The file was created by a later version of this program.</exception>
    public static void Migrate(Connection connection, string file, TimeSpan bound)
    {
        if (Version(connection) == Steps.Length)
            return;

        BusyRetry.Try(() => connection.Execute("BEGIN EXCLUSIVE"), bound);
        try
        {
            var version = Version(connection);
            if (version > Steps.Length)
            {
                throw new StoreUnavailableException(
                    $"The database {file} was created by a later version of this program (schema {version}, this one "
                    + $"supports {Steps.Length}): run that version, or set Data:Path to another folder.");
            }

            foreach (var step in Steps[version..])
                connection.Execute(step);
            connection.Execute($"PRAGMA user_version = {Steps.Length}");
            connection.Execute("COMMIT");
        }
        catch
        {
            if (connection.InTransaction)
                connection.Execute("ROLLBACK");
            throw;
        }
    }

    public static int Version(Connection connection) => (int)connection.Prepare("PRAGMA user_version").Scalar();
}
