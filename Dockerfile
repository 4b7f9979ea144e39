# The two commands in a container: `docker run --rm unmet` shows the demo,
# `docker run --rm unmet Scripts/test` runs everything.
FROM swift:6.3-bookworm

WORKDIR /unmet
# The system packages change rarely: a layer of their own.
COPY Scripts Scripts
RUN Scripts/setup && rm -rf /var/lib/apt/lists/*

COPY . .
RUN swift build -c release -Xswiftc -enable-testing --product unmet

CMD ["Scripts/demo"]
