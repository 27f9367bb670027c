# The worker's base image with yt-dlp and ffmpeg: docs/adr/0023.
#
#   docker build -t worker-tools -f Extractor.Worker/tools.Dockerfile Extractor.Worker
#   dotnet publish Extractor.Worker /t:PublishContainer -p:ContainerBaseImage=worker-tools
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ffmpeg python3 python3-pip \
    && pip install --break-system-packages --no-cache-dir yt-dlp \
    && apt-get purge --yes python3-pip \
    && apt-get autoremove --yes \
    && rm -rf /var/lib/apt/lists/*
USER $APP_UID
