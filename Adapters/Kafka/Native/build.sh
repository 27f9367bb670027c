#!/bin/sh
# Builds librdkafka for this machine, once, into the given file: the portable build needs the native library where the
# package registry lacks librdkafka.redist. The sources come from Confluent's own npm package, in the same version as
# Confluent.Kafka. Needs npm, bash, gcc, and make; no development packages.
set -eu

target=$1
package=@confluentinc/kafka-javascript@1.10.1
digest=ada7d703bb1d3237e2292bfabf438d663b6160c9f1ac2a2406b5dc4257c81b66

# Seconds. An idle machine needs half a minute; a busy one must not fail because it is busy.
limit=900

for program in npm bash gcc make flock sha256sum timeout; do
    command -v "$program" > /dev/null || { echo "$program is not on the PATH"; exit 1; }
done

folder=$(dirname "$target")
mkdir -p "$folder"
# Projects build in parallel: the first one builds the library, the others wait for it.
exec 9> "$folder/.lock"
flock -w $((limit * 2)) 9 || { echo "another project has been building it for too long"; exit 1; }
[ -e "$target" ] && exit 0

work=$(mktemp -d "$folder/build.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"

timeout 300 npm pack --ignore-scripts --silent "$package" > packing.txt 2>&1 || { echo "the package registry lacks $package"; exit 1; }
echo "$digest  $(ls *.tgz)" | sha256sum -c --quiet > /dev/null 2>&1 || { echo "$package differs from the reviewed one"; exit 1; }
tar xzf ./*.tgz
cd package/deps/librdkafka

# Without TLS, SASL/GSSAPI, and the codecs that need system libraries; lz4 and snappy are part of the sources.
bash ./configure --disable-ssl --disable-gssapi --disable-curl --disable-zlib --disable-zstd --disable-lz4-ext \
    --disable-syslog --disable-debug-symbols > configuring.txt 2>&1 || { echo "configure failed: $(tail -n 1 configuring.txt)"; exit 1; }
timeout "$limit" make -C src -j "$(nproc)" librdkafka.so.1 > making.txt 2>&1 || { echo "make failed or took longer than $limit s: $(tail -n 1 making.txt)"; exit 1; }

# Moved within one file system, so that no build sees a partial file.
mv src/librdkafka.so.1 "$target"
