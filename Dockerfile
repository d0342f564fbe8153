# Licence Desk in a container: the wheel and the locked packages, nothing that builds them, and a user without rights.
#   docker build -t licence-desk . && docker run -p 127.0.0.1:8000:8000 -v licence-desk:/data licence-desk

FROM python:3.11-slim-bookworm AS wheel
WORKDIR /src
COPY requirements-build.lock ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements-build.lock
COPY pyproject.toml README.md LICENSE ./
COPY alembic ./alembic
COPY api ./api
COPY domain ./domain
COPY storage ./storage
COPY web ./web
RUN python -m hatchling build --target wheel --directory /dist

FROM python:3.11-slim-bookworm AS installed
RUN python -m venv /opt/licence-desk
COPY requirements.lock ./
RUN /opt/licence-desk/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY --from=wheel /dist /dist
RUN /opt/licence-desk/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps /dist/*.whl

FROM python:3.11-slim-bookworm
LABEL org.opencontainers.image.title="Licence Desk" org.opencontainers.image.licenses="MIT"
RUN useradd --system --uid 10001 --user-group --home-dir /data --shell /usr/sbin/nologin desk \
    && install --directory --owner=desk --group=desk --mode=0750 /data
COPY --from=installed /opt/licence-desk /opt/licence-desk
ENV PATH=/opt/licence-desk/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    LICENCE_DESK_DATA_DIR=/data \
    LICENCE_DESK_HOST=0.0.0.0 \
    LICENCE_DESK_PORT=8000
WORKDIR /data
VOLUME /data
EXPOSE 8000
USER desk
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"LICENCE_DESK_PORT\"]}/health/live', timeout=4)"]
ENTRYPOINT ["licence-desk"]
CMD ["serve"]
