# The API and the worker: one image, two commands. It holds no simulator, no embedded server and no development tool.
FROM python:3.11-slim-bookworm AS packages
WORKDIR /build
COPY requirements.txt .
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.txt

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --home-dir /app --shell /usr/sbin/nologin stoke \
 && install -d -o stoke /data
COPY --from=packages /venv /venv
WORKDIR /app
COPY alembic.ini ./
COPY migrations migrations
COPY backend backend
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    STOKE_ENV=production \
    STOKE_DATA_DIR=/data
USER stoke
EXPOSE 8000
CMD ["python", "-m", "backend.cli", "api", "--host", "0.0.0.0", "--port", "8000"]
