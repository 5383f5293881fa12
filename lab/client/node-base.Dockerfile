FROM scratch
COPY root /
