# Images with yt-dlp and ffmpeg: docs/adr/0023.
#
#   docker build -t links .                                    the gateway, which runs the jobs itself
#   docker run -p 127.0.0.1:8080:8080 -e Gateway__Open=true -v links:/data links
#
#   docker build -t links-extractor --target extractor .       a worker

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble AS yt-dlp
RUN apt-get update && apt-get install --yes --no-install-recommends python3-pip
COPY Adapters/YouTubeSources/YtDlp/requirements.txt /tmp/
RUN pip install --break-system-packages --no-cache-dir --no-deps --require-hashes -r /tmp/requirements.txt

# A base image for hosts that the SDK publishes, when pushed to a registry.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble AS tools
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ffmpeg python3 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=yt-dlp /usr/local /usr/local
USER $APP_UID

FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS source
WORKDIR /source
COPY . .

FROM source AS build-extractor
RUN dotnet publish Extractor.Worker --output /app

FROM tools AS extractor
COPY --from=build-extractor /app /app
# The same folder as in the images of the SDK (Directory.Build.props), so that either fits a deployment.
ENV Data__Path=/home/app HOME=/home/app SQLITE_TMPDIR=/home/app
WORKDIR /app
EXPOSE 8080
ENTRYPOINT ["dotnet", "/app/Extractor.Worker.dll"]

FROM source AS build-gateway
RUN dotnet publish Gateway.Api --output /app

FROM tools AS gateway
COPY --from=build-gateway /app /app
USER root
RUN install --directory --owner=$APP_UID --group=$APP_UID /data
USER $APP_UID
ENV Data__Path=/data HOME=/data SQLITE_TMPDIR=/data
# Without -v it is a volume without a name, so that a new container does not silently write to its own layer.
VOLUME /data
WORKDIR /app
EXPOSE 8080
ENTRYPOINT ["dotnet", "/app/Gateway.Api.dll"]
