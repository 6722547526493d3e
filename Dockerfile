# syntax=docker/dockerfile:1
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# Packages first: they change less often than the code, so this layer is kept.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt ./
COPY src/JsmConnector.AtlassianConnect/JsmConnector.AtlassianConnect.csproj src/JsmConnector.AtlassianConnect/packages.lock.json src/JsmConnector.AtlassianConnect/
COPY src/JsmConnector/JsmConnector.csproj src/JsmConnector/packages.lock.json src/JsmConnector/
RUN dotnet restore src/JsmConnector --locked-mode

COPY .editorconfig atlassian-connect.json ./
COPY descriptor descriptor
COPY src/JsmConnector.AtlassianConnect src/JsmConnector.AtlassianConnect
COPY src/JsmConnector src/JsmConnector
RUN dotnet publish src/JsmConnector --configuration Release --no-restore --output /publish

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /publish .

# TLS ends at the proxy in front. HTTP_PORTS of the base image would only be overridden, with a warning.
# Memory: without the first, the runtime sizes its nursery after the processor's cache, which a big server has hundreds of megabytes of; without the others, what compression took stays with the process (docs/performance.md).
ENV ASPNETCORE_ENVIRONMENT=Production \
    ASPNETCORE_HTTP_PORTS= \
    ASPNETCORE_URLS=http://0.0.0.0:8080 \
    MALLOC_ARENA_MAX=2 \
    MALLOC_MMAP_THRESHOLD_=262144 \
    MALLOC_TRIM_THRESHOLD_=262144
EXPOSE 8080
# The last state of each status page, for a start while the database is away. Mount a volume here to keep it over a new container.
RUN mkdir data && chown $APP_UID data
VOLUME /app/data
USER $APP_UID
# No HEALTHCHECK: the image carries no HTTP client. Ask GET /health/ready from outside (docs/operations.md).
ENTRYPOINT ["dotnet", "JsmConnector.dll"]
