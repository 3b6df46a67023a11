# The built web app behind nginx, which also hands /api to the API.
FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm install --no-save --no-audit --no-fund
COPY frontend ./
RUN npm run build

FROM nginx:1.29-alpine
COPY deploy/nginx.conf /etc/nginx/nginx.conf
COPY deploy/security_headers.conf /etc/nginx/security_headers.conf
COPY --from=build /build/dist /srv/web
USER nginx
EXPOSE 8080
